/**
 * Calendar arithmetic on whole numbers, in UTC and fixed offsets. JavaScript's Date is left alone: half of its methods answer by the
 * machine's time zone, and its parser accepts texts that no standard knows.
 */
export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

const DAY_MS = 86_400_000;

/** Days from 1970-01-01 to a day of the Gregorian calendar. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function toMs(civil: Civil): number {
  const { year, month, day, hour, minute, second, millisecond } = civil;
  return daysFromCivil(year, month, day) * DAY_MS + hour * 3_600_000 + minute * 60_000 + second * 1_000 + millisecond;
}

export function fromMs(ms: number): Civil {
  const days = Math.floor(ms / DAY_MS);
  const rest = ms - days * DAY_MS;
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
    hour: Math.floor(rest / 3_600_000),
    minute: Math.floor(rest / 60_000) % 60,
    second: Math.floor(rest / 1_000) % 60,
    millisecond: rest % 1_000,
  };
}

const pad = (value: number, length: number): string => String(value).padStart(length, '0');

/** `2026-01-31T09:30:00.000Z`. */
export function toIso(ms: number): string {
  const at = fromMs(ms);
  return `${pad(at.year, 4)}-${pad(at.month, 2)}-${pad(at.day, 2)}T${pad(at.hour, 2)}:${pad(at.minute, 2)}:${pad(at.second, 2)}.${pad(at.millisecond, 3)}Z`;
}

/** Whole number of `length` digits at `at`, or undefined. */
function digits(text: string, at: number, length: number): number | undefined {
  let value = 0;
  for (let i = at; i < at + length; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

/** Minutes east of UTC for `Z`, `+02:00`, or `''`; undefined for anything else. */
export function offsetMinutes(text: string): number | undefined {
  if (text === '' || text === 'Z') return 0;
  const [hours, minutes] = [digits(text, 1, 2), digits(text, 4, 2)];
  if (text.length !== 6 || text[3] !== ':' || hours === undefined || minutes === undefined || hours > 23 || minutes > 59) return undefined;
  if (text[0] !== '+' && text[0] !== '-') return undefined;
  return (text[0] === '-' ? -1 : 1) * (hours * 60 + minutes);
}

/** Milliseconds since 1970 of a date and time as ISO 8601 writes it (no offset means UTC; beyond milliseconds is cut off), or undefined. */
export function parseTime(text: string): number | undefined {
  const parts = [digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2), digits(text, 11, 2), digits(text, 14, 2), digits(text, 17, 2)];
  if (text[4] !== '-' || text[7] !== '-' || text[10] !== 'T' || text[13] !== ':' || text[16] !== ':' || parts.includes(undefined)) return undefined;
  const [year, month, day, hour, minute, second] = parts as number[];
  if (month! < 1 || month! > 12 || day! < 1 || hour! > 23 || minute! > 59 || second! > 59) return undefined;
  let end = 19;
  if (text[end] === '.') do end += 1; while (digits(text, end, 1) !== undefined);
  const offset = offsetMinutes(text.slice(end));
  if (offset === undefined || end === 20) return undefined;
  const millisecond = Number(text.slice(20, Math.min(end, 23)).padEnd(3, '0'));
  const ms = toMs({ year: year!, month: month!, day: day!, hour: hour!, minute: minute!, second: second!, millisecond });
  return fromMs(ms).day === day ? ms - offset * 60_000 : undefined;
}
