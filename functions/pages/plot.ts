/** What the plots of our pages have in common. */

/**
 * Whether a column of a plot bears its name: as many columns as have room for one, evenly, each name centred under its own. At the ends a name stands only
 * where there is room for all of it. Widths in the plot's own units.
 */
export function bearsName(index: number, columns: number, { width, nameWidth }: { width: number; nameWidth: number }): boolean {
  const every = Math.ceil(columns / Math.floor(width / nameWidth));
  const middle = ((index + 0.5) * width) / columns;
  return index % every === Math.floor(every / 2) && middle >= nameWidth / 2 && middle <= width - nameWidth / 2;
}
