/** Brand colours that stay legible, by the contrast rules of WCAG 2.2 (1.4.3 and 1.4.11). */

/** `#rrggbb`, lower case. */
export type Hex = `#${string}`;

/** Contrast that text needs on its background. */
export const textContrast = 4.5;
/** Contrast that borders, marks and focus rings need. */
export const shapeContrast = 3;

const long = /^#[0-9a-f]{6}$/;
const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/;

/** Reads `#rgb` and `#rrggbb`; anything else is undefined. */
export function parseColour(written: string | undefined): Hex | undefined {
  const lower = written?.trim().toLowerCase();
  if (lower === undefined) return undefined;
  if (long.test(lower)) return lower as Hex;
  return short.test(lower) ? (lower.replace(short, '#$1$1$2$2$3$3') as Hex) : undefined;
}

const channels = (colour: Hex): readonly number[] =>
  [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));

/** The colour that lies `share` of the way from `from` to `to`; 0 is `from`. */
export function mix(from: Hex, to: Hex, share: number): Hex {
  const target = channels(to);
  const mixed = channels(from).map((value, index) => Math.round(value + ((target[index] as number) - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** Relative luminance, WCAG 2.2. */
function luminance(colour: Hex): number {
  const [red, green, blue] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of two colours, 1 to 21. */
export function contrast(one: Hex, other: Hex): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const white: Hex = '#ffffff';
const ink: Hex = '#161a22';
const black: Hex = '#000000';

/** A text colour for this background, at 4.5:1 or better: white if it does, else ink, else black. */
export function readableOn(background: Hex): Hex {
  // no background fails both white and black: the middle one still leaves 4.58 to each
  return [white, ink].find((colour) => contrast(colour, background) >= textContrast) ?? black;
}

/** `colour`, made lighter or darker by no more than it takes to reach `ratio` against every background. Its hue stays. */
export function legible(colour: Hex, backgrounds: readonly Hex[], ratio: number, towards: 'lighter' | 'darker'): Hex {
  const [hue, saturation, lightness] = toHsl(colour);
  const end = towards === 'lighter' ? 1 : 0;
  const steps = 50;
  for (let step = 0; step < steps; step++) {
    const candidate = step === 0 ? colour : fromHsl(hue, saturation, lightness + (end - lightness) * (step / steps));
    if (backgrounds.every((background) => contrast(candidate, background) >= ratio)) return candidate;
  }
  return end === 1 ? white : black;
}

/** Hue 0 to 6, saturation and lightness 0 to 1. Mixing with white would turn a dark blue into grey; more lightness keeps it blue. */
function toHsl(colour: Hex): [number, number, number] {
  const [red, green, blue] = channels(colour).map((value) => value / 255) as [number, number, number];
  const [low, high] = [Math.min(red, green, blue), Math.max(red, green, blue)];
  const [spread, lightness] = [high - low, (high + low) / 2];
  if (spread === 0) return [0, 0, lightness];
  const hue = high === red ? (green - blue) / spread : high === green ? 2 + (blue - red) / spread : 4 + (red - green) / spread;
  return [(hue + 6) % 6, spread / (1 - Math.abs(2 * lightness - 1)), lightness];
}

function fromHsl(hue: number, saturation: number, lightness: number): Hex {
  const chroma = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number): string => {
    const position = (offset + hue * 2) % 12;
    const share = lightness - chroma * Math.max(-1, Math.min(position - 3, 9 - position, 1));
    return Math.round(share * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}

/** The colours of a page in one mode. */
export interface Palette {
  /** The top of the page. */
  readonly band: Hex;
  readonly onBand: Hex;
  readonly canvas: Hex;
  readonly paper: Hex;
  /** A quiet area on the paper. */
  readonly wash: Hex;
  readonly ink: Hex;
  readonly muted: Hex;
  readonly line: Hex;
  /** Borders of fields and boxes. */
  readonly field: Hex;
  readonly button: Hex;
  readonly onButton: Hex;
  /** The button's border, which shows it on paper where its own colour would not. */
  readonly edge: Hex;
  /** The brand's colour as text, link and mark on paper, wash and canvas. */
  readonly accent: Hex;
  readonly danger: Hex;
}

/** For a page without a brand, and for a brand without a colour. */
export const neutralColour: Hex = '#33415c';

const grey: Hex = '#8a93a3';

/** The light and the dark palette of a brand colour. Text keeps 4.5:1 on whatever it stands on, borders and marks 3:1. */
export function palettes(brandColour: string | undefined): {
  readonly light: Palette;
  readonly dark: Palette;
} {
  const brand = parseColour(brandColour) ?? neutralColour;
  const tint = mix(brand, grey, 0.6);
  return {
    light: palette(
      brand,
      {
        canvas: mix(tint, white, 0.92),
        paper: white,
        wash: mix(tint, white, 0.95),
      },
      ink,
      {
        band: brand,
        button: brand,
        line: mix(tint, white, 0.7),
        field: '#7f8897',
        muted: '#566072',
        danger: '#b3261e',
      },
    ),
    dark: palette(brand, { canvas: '#0e1116', paper: '#181c24', wash: mix(tint, '#181c24', 0.9) }, '#eef1f6', {
      band: mix(brand, black, 0.35),
      button: legible(brand, ['#181c24'], shapeContrast, 'lighter'),
      line: mix(tint, '#181c24', 0.7),
      field: '#7d8797',
      muted: '#a7b0bf',
      danger: '#ff8a80',
    }),
  };
}

function palette(
  brand: Hex,
  grounds: Pick<Palette, 'canvas' | 'paper' | 'wash'>,
  text: Hex,
  wanted: Pick<Palette, 'band' | 'button' | 'line' | 'field' | 'muted' | 'danger'>,
): Palette {
  const all = [grounds.canvas, grounds.paper, grounds.wash];
  const away = luminance(text) < luminance(grounds.paper) ? 'darker' : 'lighter';
  return {
    ...wanted,
    ...grounds,
    onBand: readableOn(wanted.band),
    ink: text,
    muted: legible(wanted.muted, all, textContrast, away),
    field: legible(wanted.field, all, shapeContrast, away),
    onButton: readableOn(wanted.button),
    edge: legible(wanted.button, all, shapeContrast, away),
    accent: legible(brand, all, textContrast, away),
    danger: legible(wanted.danger, all, textContrast, away),
  };
}
