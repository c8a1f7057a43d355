/** Moments as operators write them: RFC 3339, or without an offset by the clock on a brand's wall. */

const written = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})?$/;

/**
 * The moment that a text names, to the second; undefined for what is no moment. Without an offset it is read in `timeZone`, by RFC 5545, 3.3.5: a time
 * that the clock shows twice is the first of the two; one that it skips is as long after the change as it would have been before it, so that half past two
 * becomes half past three.
 */
export function momentOf(text: string, timeZone: string): Date | undefined {
  const [, day, hour = '', minute = '', second = '00', offset] = written.exec(text) ?? [];
  const wall = Date.parse(`${day}T${hour}:${minute}:${second}Z`);
  // the calendar's own check: Date takes 30 February for 2 March
  if (day === undefined || Number.isNaN(wall) || !new Date(wall).toISOString().startsWith(`${day}T${hour}:${minute}`))
    return undefined;
  if (offset === undefined) return new Date(onTheWall(wall, timeZone));
  const minutes = /^z$/i.test(offset) ? 0 : minutesOf(offset);
  return minutes === undefined ? undefined : new Date(wall - minutes * 60_000);
}

function minutesOf(offset: string): number | undefined {
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  if (hours > 23 || minutes > 59) return undefined;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

const dayMs = 86_400_000;

/** The moment at which the clock on the wall shows `wall`, both as milliseconds. */
function onTheWall(wall: number, timeZone: string): number {
  const before = offsetAt(wall - dayMs, timeZone);
  const after = offsetAt(wall + dayMs, timeZone);
  const fits = [before, after].find((offset) => offsetAt(wall - offset, timeZone) === offset);
  return wall - (fits ?? before);
}

/** How far the zone's clock is ahead of UTC at a moment, in milliseconds. */
function offsetAt(moment: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(moment);
  const [, sign, hours = '0', minutes = '0', seconds = '0'] =
    /^GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(parts.find(({ type }) => type === 'timeZoneName')?.value ?? '') ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
}
