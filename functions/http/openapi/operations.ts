/** All descriptions together. A route that is missing does not compile, and fails the test that names it. */
import type { Route } from '../../routes.ts';
import { audiences } from './audiences.ts';
import { campaigns } from './campaigns.ts';
import { engagement } from './engagement.ts';
import { transfers } from './files.ts';
import { newsletters } from './newsletters.ts';
import type { Operation } from './operation.ts';
import { partners } from './partners.ts';
import { people } from './people.ts';
import { registers } from './registers.ts';
import { retention } from './retention.ts';
import { rights } from './rights.ts';
import { visitors } from './visitors.ts';

/** The descriptions, by the routes' keys. */
export const operations: Readonly<Record<Route, Operation>> = {
  ...visitors,
  ...audiences,
  ...people,
  ...retention,
  ...transfers,
  ...newsletters,
  ...engagement,
  ...campaigns,
  ...registers,
  ...partners,
  ...rights,
};
