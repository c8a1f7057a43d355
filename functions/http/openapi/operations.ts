/** Every route, described. A route that is missing here does not compile, and fails the test that names it. */
import type { Route } from '../../routes.ts';
import { audiences } from './audiences.ts';
import { newsletters } from './newsletters.ts';
import type { Operation } from './operation.ts';
import { people } from './people.ts';
import { visitors } from './visitors.ts';

export const operations: Readonly<Record<Route, Operation>> = { ...visitors, ...audiences, ...people, ...newsletters };
