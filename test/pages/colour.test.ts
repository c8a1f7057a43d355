import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  contrast,
  type Hex,
  legible,
  mix,
  neutralColour,
  palettes,
  parseColour,
  readableOn,
} from '../../functions/pages/colour.ts';
import { stylesheet } from '../../functions/pages/stylesheet.ts';

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value): Hex => `#${value.toString(16).padStart(6, '0')}`);

test('contrast follows WCAG: 21 for black on white, 1 for a colour on itself, the same in both directions', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  fc.assert(
    fc.property(colour, colour, (one, other) => {
      expect(contrast(one, one)).toBe(1);
      expect(contrast(one, other)).toBe(contrast(other, one));
    }),
  );
});

test('text on any brand colour keeps 4.5:1', () => {
  fc.assert(
    fc.property(colour, (brand) => {
      expect(contrast(readableOn(brand), brand)).toBeGreaterThanOrEqual(4.5);
    }),
    { numRuns: 5_000 },
  );
});

test('whatever the brand colour, light and dark, every text keeps 4.5:1 and every border and mark 3:1', () => {
  fc.assert(
    fc.property(colour, (brand) => {
      for (const palette of Object.values(palettes(brand))) {
        const grounds = [palette.canvas, palette.paper, palette.wash];
        const pairs: [Hex, Hex[], number][] = [
          [palette.onBand, [palette.band], 4.5],
          [palette.onButton, [palette.button], 4.5],
          [palette.ink, grounds, 4.5],
          [palette.muted, grounds, 4.5],
          [palette.accent, grounds, 4.5],
          [palette.danger, grounds, 4.5],
          [palette.field, grounds, 3],
          [palette.edge, grounds, 3],
        ];
        for (const [on, backgrounds, ratio] of pairs) {
          for (const background of backgrounds) expect(contrast(on, background)).toBeGreaterThanOrEqual(ratio);
        }
      }
    }),
    { numRuns: 2_000 },
  );
});

test('a colour that is legible as it is stays as it is; another keeps its hue', () => {
  expect(legible('#0b5d63', ['#ffffff'], 4.5, 'darker')).toBe('#0b5d63');
  expect(legible('#0a1f44', ['#181c24'], 4.5, 'lighter')).toMatch(/^#[0-7].{3}[d-f]/); // still blue
  expect(legible('#ffffff', ['#ffffff'], 21, 'darker')).toBe('#000000');
});

test('colours are read in three and six digits, and nothing else', () => {
  expect(parseColour('#ABC')).toBe('#aabbcc');
  expect(parseColour('#0B5D63')).toBe('#0b5d63');
  for (const written of ['red', '#12345', 'url(x)', '#123456;}', '', undefined]) expect(parseColour(written)).toBeUndefined();
});

test('mixing runs from one colour to the other', () => {
  expect([mix('#000000', '#ffffff', 0), mix('#000000', '#ffffff', 0.5), mix('#000000', '#ffffff', 1)]).toEqual([
    '#000000',
    '#808080',
    '#ffffff',
  ]);
});

test('a colour that cannot be read, or none, gives the neutral one; a stylesheet cannot be broken out of', () => {
  expect(palettes(undefined)).toEqual(palettes(neutralColour));
  expect(stylesheet('#fff}</style><script>')).toBe(stylesheet(neutralColour));
});
