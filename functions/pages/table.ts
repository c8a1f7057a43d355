/** A table of numbers on an operator's page. */
import { type Html, html } from './html.ts';

/** What stands in a cell: a number, unless it is words. */
export interface Cell {
  readonly text: string;
  readonly words?: boolean;
}

/** A row: what it is about, and its cells. */
export interface Row {
  readonly name: string | Html;
  readonly cells: readonly Cell[];
}

/** Under the heading of this id. Where there is no room for its columns, a page may lay a row out as it likes: the roles say that it is a table all the same. */
export function table(id: string, heading: readonly Cell[], rows: readonly Row[]): Html {
  const kind = ({ words }: Cell) => (words ? 'words' : 'number');
  return html`<div class="scroll" role="region" aria-labelledby="${id}" tabindex="0"><table role="table" class="${id}">
<thead role="rowgroup"><tr role="row">${heading.map((cell) => html`<th scope="col" role="columnheader" class="${kind(cell)}">${cell.text}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map(
    ({ name, cells }) =>
      html`<tr role="row"><th scope="row" role="rowheader">${name}</th>${cells.map((cell) => html`<td role="cell" class="${kind(cell)}">${cell.text}</td>`)}</tr>`,
  )}</tbody>
</table></div>`;
}
