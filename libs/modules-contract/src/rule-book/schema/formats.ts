/**
 * Format checks written by hand: each reads its text once, from left to right, so that no submission can make one slow, and none asks the
 * machine (`Date`, `Intl`) anything.
 */
export interface Format {
  /** Completes "must be …". */
  readonly words: string;
  test(text: string): boolean;
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
const isHex = (code: number): boolean => isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);

/** The number written in `length` digits at `at`, or -1. */
function digits(text: string, at: number, length: number): number {
  let value = 0;
  for (let i = at; i < at + length; i += 1) {
    const code = text.charCodeAt(i);
    if (!isDigit(code)) return -1;
    value = value * 10 + (code - 48);
  }
  return value;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isDate(text: string): boolean {
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-') return false;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  return year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

/** @returns the place after hh:mm:ss(.fraction)?, or -1. Leap seconds are refused: no rule could count with them. */
function clockEnd(text: string, at: number): number {
  const hour = digits(text, at, 2);
  const minute = digits(text, at + 3, 2);
  const second = digits(text, at + 6, 2);
  if (text[at + 2] !== ':' || text[at + 5] !== ':' || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1;
  if (text[at + 8] !== '.') return at + 8;
  let end = at + 9;
  while (end < text.length && isDigit(text.charCodeAt(end))) end += 1;
  return end > at + 9 ? end : -1;
}

function isOffset(text: string, at: number): boolean {
  if (text[at] === 'Z') return text.length === at + 1;
  if ((text[at] !== '+' && text[at] !== '-') || text.length !== at + 6 || text[at + 3] !== ':') return false;
  const hour = digits(text, at + 1, 2);
  const minute = digits(text, at + 4, 2);
  return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59;
}

function isTime(text: string): boolean {
  const end = clockEnd(text, 0);
  return end > 0 && isOffset(text, end);
}

export function isDateTime(text: string): boolean {
  return text.length >= 20 && text[10] === 'T' && isDate(text.slice(0, 10)) && isTime(text.slice(11));
}

/** Unreserved and reserved characters of RFC 3986 except `#`, `[`, `]` and `%`, by code. */
const URI_CHARACTERS = Array.from({ length: 128 }, (_, code) => isDigit(code) || isLetter(code) || "-._~:/?@!$&'()*+,;=".includes(String.fromCharCode(code)));

function schemeEnd(text: string): number {
  if (!isLetter(text.charCodeAt(0))) return -1;
  let at = 1;
  while (at < text.length && (isLetter(text.charCodeAt(at)) || isDigit(text.charCodeAt(at)) || '+-.'.includes(text[at]!))) at += 1;
  return text[at] === ':' ? at : -1;
}

/** An absolute URI of RFC 3986: a scheme, a colon and something after it. */
function isUri(text: string): boolean {
  const colon = schemeEnd(text);
  if (colon < 0 || colon + 1 >= text.length) return false;
  let fragments = 0;
  for (let at = colon + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 37) {
      if (!isHex(text.charCodeAt(at + 1)) || !isHex(text.charCodeAt(at + 2))) return false;
      at += 2;
    } else if (code === 35) {
      fragments += 1;
      if (fragments > 1) return false;
    } else if (code === 91 || code === 93) {
      if (!text.startsWith('//', colon + 1)) return false;
    } else if (URI_CHARACTERS[code] !== true) return false;
  }
  return true;
}

function isUuid(text: string): boolean {
  if (text.length !== 36) return false;
  for (let i = 0; i < 36; i += 1) {
    const dash = i === 8 || i === 13 || i === 18 || i === 23;
    if (dash ? text[i] !== '-' : !isHex(text.charCodeAt(i))) return false;
  }
  return true;
}

function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  const dot = text.indexOf('.', at);
  if (at < 1 || at > 64 || text.length > 254 || dot < at + 2 || dot === text.length - 1) return false;
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) <= 32 || text.charCodeAt(i) === 127) return false;
  return text.indexOf('@') === at;
}

export const FORMATS: ReadonlyMap<string, Format> = new Map<string, Format>([
  ['date-time', { words: 'a date and time with an offset, such as 2026-01-31T09:30:00Z', test: isDateTime }],
  ['date', { words: 'a date such as 2026-01-31', test: isDate }],
  ['time', { words: 'a time with an offset, such as 09:30:00Z', test: isTime }],
  ['uri', { words: 'a URI such as urn:epc:id:sgtin:0614141.107346.2017 or https://example.com/x', test: isUri }],
  ['uuid', { words: 'a UUID', test: isUuid }],
  ['email', { words: 'an e-mail address', test: isEmail }],
]);
