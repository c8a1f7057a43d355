import { nb } from './nb.ts';
export const sv = nb;
