/** How a caller asks for a list in pages. */
import * as z from 'zod';

/** `limit` and `cursor` of every list. Pages may be short; only `next: null` ends. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(500).optional(),
};

/** The question of a list that takes no other. */
export const Paging = z.strictObject(paging);
export type Paging = z.infer<typeof Paging>;
