import { hexDigitsOf } from './hex-pattern';
import type { Words } from './json';

/** Characters that a part of a pattern takes: one of them, several of them. */
interface Kind {
  readonly one: string;
  readonly many: string;
  readonly zh: string;
}
const KINDS: Readonly<Record<string, Kind>> = {
  'a-z': { one: 'lower-case letter', many: 'lower-case letters', zh: '小写字母' },
  'A-Z': { one: 'capital letter', many: 'capital letters', zh: '大写字母' },
  '0-9': { one: 'digit', many: 'digits', zh: '数字' },
  '1-9': { one: 'digit other than 0', many: 'digits other than 0', zh: '非 0 数字' },
};
const LETTERS: Kind = { one: 'letter', many: 'letters', zh: '字母' };
const KINDS_MAX = 4;
/** More than people read. */
const PARTS_MAX = 9;

const PART = /^(?:\[((?:\\.|[^\]\\])+)\]|\\([dwsDWSbBpP])|\\(.)|([^\\[\](){}*+?|.^$]))(?:\{(\d{1,4})(?:(,)(\d{0,4}))?\}|([*+?]))?/;

/**
 * What a pattern of a schema asks for, in words: `^[A-Z]{2}-\d{4}$` is “2 capital letters, then “-”, then 4 digits”. Undefined: it says more than a row of characters.
 * Completes “it must be …”.
 */
export function patternWords(pattern: string): Words | undefined {
  const known = knownPattern(pattern);
  if (known !== undefined) return known;
  const choices = (/^\^\(([^()]*)\)\$$/.exec(pattern)?.[1]?.split('|') ?? [pattern.slice(1, -1)]).map((choice) => rowWords(`^${choice}$`));
  if (!pattern.startsWith('^') || choices.some((choice) => choice === undefined)) return undefined;
  return { en: choices.map((choice) => choice!.en).join(' or '), zh: spaced(choices.map((choice) => choice!.zh).join('或')) };
}

/** Of those that have a name of their own. */
export function knownPattern(pattern: string): Words | undefined {
  const digits = hexDigitsOf(pattern);
  if (digits !== undefined) return { en: `${digits} hexadecimal digits (0-9, a-f)`, zh: ` ${digits} 位十六进制数字（0-9、a-f）` };
  return /^\^\[0-9\]\{1,\d\}\\\.\[0-9\]\{1,\d\}\\\.\[0-9\]\{1,\d\}\$$/.test(pattern) ? { en: 'a version such as 1.0.0', zh: '版本号，如 1.0.0' } : undefined;
}

const spaced = (zh: string): string => (/^\d/.test(zh) ? ` ${zh}` : zh);

function rowWords(pattern: string): Words | undefined {
  const parts = partsOf(pattern);
  if (parts === undefined) return undefined;
  const zh = parts.map((part) => part.zh).join('、');
  return parts.length === 1 ? parts[0] : { en: `made of ${parts.map((part) => part.en).join(', then ')}`, zh: `依次由${spaced(zh)}组成的文本` };
}

/** Undefined: it is open at an end, or not a row of parts. */
function partsOf(pattern: string): readonly Words[] | undefined {
  if (!pattern.startsWith('^') || !pattern.endsWith('$') || pattern.endsWith('\\$')) return undefined;
  const found: Words[] = [];
  let [rest, letters] = [pattern.slice(1, -1), ''];
  const endLetters = (): void => {
    if (letters !== '') found.push({ en: `“${letters}”`, zh: `“${letters}”` });
    letters = '';
  };
  while (rest !== '') {
    const part = PART.exec(rest);
    if (part === null) return undefined;
    rest = rest.slice(part[0].length);
    const [, inClass, ofKind, escaped, plain] = part;
    const isOnce = part[5] === undefined && part[8] === undefined;
    if (isOnce && inClass === undefined && ofKind === undefined) {
      letters += escaped ?? plain!;
      continue;
    }
    endLetters();
    const kinds = inClass !== undefined ? kindsIn(inClass) : ofKind === undefined ? [charKind(escaped ?? plain!)] : ofKind === 'd' ? [KINDS['0-9']!] : undefined;
    if (kinds === undefined) return undefined;
    found.push(counted(kinds, part));
  }
  endLetters();
  return found.length === 0 || found.length > PARTS_MAX ? undefined : found;
}

/** A character as it is written. */
function charKind(character: string): Kind {
  return { one: `“${character}”`, many: `“${character}”`, zh: `“${character}”` };
}

/** Undefined: it is not made of what people call by a name. */
function kindsIn(inside: string): readonly Kind[] | undefined {
  if (inside.startsWith('^')) return undefined;
  const kinds: Kind[] = [];
  let rest = inside.replace('a-zA-Z', '\0').replace('A-Za-z', '\0').replace('\\d', '0-9');
  while (rest !== '') {
    const range = Object.keys(KINDS).find((one) => rest.startsWith(one));
    const escaped = /^\\([^A-Za-z0-9])/.exec(rest)?.[1];
    if (range === undefined && escaped === undefined && /^(?:.-.|\\)/.test(rest)) return undefined;
    kinds.push(range !== undefined ? KINDS[range]! : rest.startsWith('\0') ? LETTERS : charKind(escaped ?? rest[0]!));
    rest = rest.slice(range?.length ?? (escaped === undefined ? 1 : 2));
  }
  return kinds.length > KINDS_MAX ? undefined : kinds;
}

function counted(kinds: readonly Kind[], part: RegExpExecArray): Words {
  const [least, most] = timesOf(part);
  const isOne = most === 1;
  const [en, zh] = [kinds.map((kind) => (isOne ? kind.one : kind.many)).join(isOne ? ' or ' : ', '), kinds.map((kind) => kind.zh).join('或')];
  const of = kinds.length > 1 && !isOne ? `of: ${en}` : en;
  if (least === most) return { en: `${least} ${of}`, zh: `${least} 个${zh}` };
  if (most === undefined) return { en: `${least === 0 ? 'any number' : `${least} or more`} ${least === 0 && kinds.length === 1 ? `of ${of}` : of}`, zh: least === 0 ? `任意个${zh}` : `至少 ${least} 个${zh}` };
  return { en: `${least === 0 ? `up to ${most}` : `${least} to ${most}`} ${of}`, zh: least === 0 ? `至多 ${most} 个${zh}` : `${least} 至 ${most} 个${zh}` };
}

/** How often at least, and at most if there is a bound. */
function timesOf([, , , , , from, comma, to, sign]: RegExpExecArray): readonly [least: number, most: number | undefined] {
  if (sign !== undefined) return [sign === '+' ? 1 : 0, sign === '?' ? 1 : undefined];
  if (from === undefined) return [1, 1];
  return [Number(from), comma === undefined ? Number(from) : to === '' || to === undefined ? undefined : Number(to)];
}
