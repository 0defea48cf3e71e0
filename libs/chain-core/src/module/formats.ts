import { lazyPattern } from './linear-pattern';

const DATE = lazyPattern('^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$');
const TIME = lazyPattern('^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$');
const URI = lazyPattern("^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9:/?#\\[\\]@!$&'()*+,;=._~%-]+$");
const EMAIL = lazyPattern('^[^@\\s]{1,64}@[A-Za-z0-9](\\.?[A-Za-z0-9-])*$');
const HEX = lazyPattern('^([0-9a-f]{2})*$');
const UUID = lazyPattern('^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$');

/** The closed list of `format` values; a schema that names another one does not compile. None of them asks the machine for anything. */
export const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  date: isDate,
  'date-time': isDateTime,
  time: (text) => TIME.test(text),
  uri: (text) => URI.test(text),
  email: (text) => text.length <= 254 && EMAIL.test(text),
  uuid: (text) => UUID.test(text),
  /** Lower-case hexadecimal of whole bytes: our own. */
  hex: (text) => HEX.test(text),
  /** For the form only: how a text is edited. */
  multiline: () => true,
};

function isDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  return Number(text.slice(8, 10)) <= daysInMonth(Number(text.slice(0, 4)), Number(text.slice(5, 7)));
}

/** RFC 3339; leap seconds are refused, because no clock here has them. */
function isDateTime(text: string): boolean {
  const separator = text[10];
  return (separator === 'T' || separator === 't') && isDate(text.slice(0, 10)) && TIME.test(text.slice(11).toUpperCase());
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
