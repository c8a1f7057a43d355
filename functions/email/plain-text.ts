/** The text part of a newsletter, made of its HTML: the same words, and every address where its link stands. */
import { convert, type FormatCallback } from 'html-to-text';

/** What a picture says instead of itself. */
const pictureText: FormatCallback = (element, _walk, builder) => {
  const { alt = '' } = element.attribs as { alt?: string };
  if (alt !== '') builder.addInline(alt);
};

const hidden = '*[style*="display:none"]';

/** Text of at most 72 characters a line, but for longer words. */
export const plainText = (markup: string): string =>
  convert(markup, {
    wordwrap: 72,
    formatters: { pictureText },
    selectors: [
      { selector: 'a', options: { linkBrackets: ['<', '>'], hideLinkHrefIfSameAsText: true, noAnchorUrl: true } },
      { selector: 'img', format: 'pictureText' },
      { selector: hidden, format: 'skip' },
      { selector: 'style', format: 'skip' },
      // capitals shout, and would break a merge field's mark
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
      { selector: 'ul', options: { itemPrefix: '- ' } },
      { selector: 'table', format: 'block' },
      { selector: 'tr', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    ],
  })
    .replace(/\n{3,}/g, '\n\n')
    .trim();
