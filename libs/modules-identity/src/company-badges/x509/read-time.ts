import { malformed, TAG, type DerReader } from './der-reader';

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Milliseconds since 1970. As RFC 5280 has it: UTCTime up to 2049, GeneralizedTime from 2050 on, whole seconds, `Z`. */
export function readTime(reader: DerReader, field: string): number {
  const isLong = reader.nextTag === TAG.generalizedTime;
  const text = reader.value(isLong ? TAG.generalizedTime : TAG.utcTime, field);
  const digits = isLong ? 14 : 12;
  if (text.length !== digits + 1 || text[digits] !== 0x5a || text.subarray(0, digits).some((byte) => byte < 0x30 || byte > 0x39)) malformed(field, 'not a time in whole seconds of UTC');
  const two = (at: number): number => (text[at]! - 0x30) * 10 + text[at + 1]! - 0x30;
  const year = isLong ? two(0) * 100 + two(2) : two(0) + (two(0) < 50 ? 2000 : 1900);
  if (isLong && year < 2050) malformed(field, 'a year before 2050 is written with two digits');
  return instant(year, [two(digits - 10), two(digits - 8), two(digits - 6), two(digits - 4), two(digits - 2)], field);
}

function instant(year: number, [month, day, hour, minute, second]: readonly number[], field: string): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = DAYS[month! - 1] === undefined ? 0 : DAYS[month! - 1]! + (month === 2 && isLeap ? 1 : 0);
  if (day! < 1 || day! > days || hour! > 23 || minute! > 59 || second! > 59) malformed(field, 'not a time that there is');
  return Date.UTC(year, month! - 1, day, hour, minute, second);
}
