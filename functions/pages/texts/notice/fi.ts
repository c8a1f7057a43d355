import { nb } from './nb.ts';
export const fi = nb;
