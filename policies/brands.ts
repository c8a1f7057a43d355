/** Every brand of this repository. Which of them a deployment serves is a setting of its stage. */
import type { Policy } from '../functions/domain/policy.ts';
import alektum from './alektum.ts';
import amesto from './amesto.ts';
import expectit from './expectit.ts';
import infosoft from './infosoft.ts';
import xledger from './xledger.ts';

export const brands: readonly Policy[] = [xledger, expectit, amesto, infosoft, alektum];
