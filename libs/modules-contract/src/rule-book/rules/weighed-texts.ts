import type { CelFunc } from '@bufbuild/cel';
import { WORK, type Meter } from './meter';

type Cel = typeof import('@bufbuild/cel');
type Answers = (text: string, other: string) => boolean;

/** Finding one text in another tries each place at worst; most places are given up at once. */
const COMPARED_AT_ONCE = 16;
const COMPARISONS: readonly (readonly [string, Answers])[] = [['_<_', (a, b) => a < b], ['_<=_', (a, b) => a <= b], ['_>_', (a, b) => a > b], ['_>=_', (a, b) => a >= b]];
const PARTS: readonly (readonly [string, Answers, (text: string, part: string) => number])[] = [
  ['contains', (text, part) => text.includes(part), (text, part) => text.length + (text.length * part.length) / COMPARED_AT_ONCE],
  ['startsWith', (text, part) => text.startsWith(part), (_text, part) => part.length],
  ['endsWith', (text, part) => text.endsWith(part), (_text, part) => part.length],
];

/** The library's functions of texts, which answer as its own do: but what they take is counted. */
export function weighedTexts(library: Cel, meter: Meter): CelFunc[] {
  const { BOOL, INT, STRING } = library.CelScalar;
  const counted = (text: string): bigint => {
    meter.spend(text.length * WORK.counted);
    return BigInt([...text].length);
  };
  return [
    ...COMPARISONS.map(([name, answers]) => library.celFunc(name, [STRING, STRING], BOOL, (a, b) => (meter.spend(Math.min(a.length, b.length)), answers(a, b)))),
    ...PARTS.map(([name, answers, workOf]) => library.celMethod(name, STRING, [STRING], BOOL, function (part) { return meter.spend(workOf(this, part)), answers(this, part); })),
    library.celFunc('size', [STRING], INT, counted),
    library.celMethod('size', STRING, [], INT, function () { return counted(this); }),
    ...readings(library, meter),
  ];
}

/** Readings of texts. That of a number takes with the square of its digits. */
function readings(library: Cel, meter: Meter): CelFunc[] {
  const { INT, STRING } = library.CelScalar;
  const plain = library.celEnv();
  const read = (name: string, type: Parameters<Cel['celFunc']>[2], workOf: (length: number) => number): CelFunc => {
    const own = library.plan(plain, library.parse(`${name}(text)`).expr);
    return library.celFunc(name, [STRING], type, (text) => {
      meter.spend(workOf(text.length));
      const value = own({ text });
      if (library.isCelError(value)) throw value;
      return value as never;
    });
  };
  const time = (length: number): number => WORK.call + length * WORK.counted;
  return [
    read('int', INT, (length) => WORK.call + length + length ** 2 / 100),
    read('timestamp', library.objectType('google.protobuf.Timestamp'), time),
    read('duration', library.objectType('google.protobuf.Duration'), time),
  ];
}
