import { nb } from './nb.ts';
export const da = nb;
