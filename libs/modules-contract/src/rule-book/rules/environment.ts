import type { CelEnv, CelFunc, CelInput, CelValue } from '@bufbuild/cel';
import type { Json } from '@bystack/chain-core/module';
import { LIMITS } from '../limits';
import { callFunction, STANDARD_1 } from '../functions';
import { daysFromCivil, fromMs, offsetMinutes, type Civil } from '../functions/civil';
import { compilePattern, type Pattern } from '../schema/pattern';
import { WORK, type Meter } from './meter';
import { fromRuleValue } from './values';
import { weighedTexts } from './weighed-texts';

type Cel = typeof import('@bufbuild/cel');

/** Loaded with the first package that has rules: the library takes 16 MB and a tenth of a second that an idle node need not spend. */
export function cel(): Cel {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('@bufbuild/cel') as Cel;
}

interface Timestamp {
  readonly message: { readonly seconds: bigint; readonly nanos: number };
}

/** Sets of values that rules may compare; everything the allowed part of CEL can make. */
function equal(a: unknown, b: unknown, meter: Meter, library: Cel): boolean {
  if (!meter.step()) return false;
  if (library.isCelList(a)) {
    if (!library.isCelList(b) || a.size !== b.size) return false;
    for (let i = 0; i < a.size; i += 1) if (!equal(a.get(i), b.get(i), meter, library)) return false;
    return true;
  }
  if (library.isCelMap(a)) {
    if (!library.isCelMap(b) || a.size !== b.size) return false;
    for (const key of a.keys()) if (!b.has(key) || !equal(a.get(key), b.get(key), meter, library)) return false;
    return true;
  }
  if (typeof a === 'string' && typeof b === 'string' && a.length === b.length) meter.spend(a.length);
  if (isTime(a)) return isTime(b) && a.message.seconds === b.message.seconds && a.message.nanos === b.message.nanos;
  return a === b;
}
function isTime(value: unknown): value is Timestamp {
  return typeof value === 'object' && value !== null && 'message' in value;
}

function comparisons(library: Cel, meter: Meter): CelFunc[] {
  const { BOOL, DYN } = library.CelScalar;
  const list = library.listType(DYN);
  return [
    library.celFunc('_==_', [DYN, DYN], BOOL, (a, b) => equal(a, b, meter, library)),
    library.celFunc('_!=_', [DYN, DYN], BOOL, (a, b) => !equal(a, b, meter, library)),
    library.celFunc('@in', [DYN, list], BOOL, (value, all) => {
      for (const entry of all) if (equal(entry, value, meter, library)) return true;
      return false;
    }),
    library.celFunc('@turn', [library.CelScalar.INT], BOOL, (nodes) => meter.turn(Number(nodes))),
  ];
}

/** Texts and lists that grow by doubling would fill memory within one short rule. */
function concatenations(library: Cel, meter: Meter): CelFunc[] {
  const { STRING, DYN } = library.CelScalar;
  const list = library.listType(DYN);
  return [
    library.celFunc('_+_', [STRING, STRING], STRING, (a, b) => {
      if (a.length + b.length > LIMITS.ruleTextMax) throw new Error('text too long');
      meter.spend(a.length + b.length);
      return a + b;
    }),
    library.celFunc('_+_', [list, list], list, (a, b) => {
      if (a.size + b.size > LIMITS.ruleListMax) throw new Error('list too long');
      meter.spend((a.size + b.size) * WORK.entry);
      // A flat copy: the library's own concatenation nests, and `map` would nest it once for every entry.
      return library.celList([...a, ...b] as CelInput[]);
    }),
  ];
}

const READINGS: Readonly<Record<string, (at: Civil, ms: number) => number>> = {
  getFullYear: (at) => at.year,
  getMonth: (at) => at.month - 1,
  getDate: (at) => at.day,
  getDayOfMonth: (at) => at.day - 1,
  // 1970-01-01 was a Thursday.
  getDayOfWeek: (_at, ms) => (((Math.floor(ms / 86_400_000) + 4) % 7) + 7) % 7,
  getDayOfYear: (at) => daysFromCivil(at.year, at.month, at.day) - daysFromCivil(at.year, 1, 1),
  getHours: (at) => at.hour,
  getMinutes: (at) => at.minute,
  getSeconds: (at) => at.second,
  getMilliseconds: (at) => at.millisecond,
};

/** The library's own readings go through the machine's zone; these do not. */
function clockReadings(library: Cel): CelFunc[] {
  const { STRING, INT } = library.CelScalar;
  const time = library.objectType('google.protobuf.Timestamp');
  return Object.entries(READINGS).flatMap(([name, read]) => {
    const answer = (self: unknown, zone: string): bigint => {
      const { seconds, nanos } = (self as Timestamp).message;
      const ms = Number(seconds) * 1_000 + Math.floor(nanos / 1_000_000) + (offsetMinutes(zone === 'UTC' ? 'Z' : zone) ?? 0) * 60_000;
      return BigInt(read(fromMs(ms), ms));
    };
    return [
      library.celMethod(name, time, [], INT, function () { return answer(this, 'UTC'); }),
      library.celMethod(name, time, [STRING], INT, function (zone) { return answer(this, zone); }),
    ];
  });
}

function standardFunctions(library: Cel, meter: Meter): CelFunc[] {
  const { DYN } = library.CelScalar;
  return Object.entries(STANDARD_1).filter(([, definition]) => definition.inRules).map(([name, definition]) =>
    library.celFunc(name, definition.args.map(() => DYN), DYN, (...args: CelValue[]) => {
      meter.spend(WORK.call + args.reduce((sum: number, arg) => sum + (typeof arg === 'string' ? arg.length * WORK.hashed : 0), 0));
      const answer: Json = callFunction(name, definition, args.map(fromRuleValue));
      return typeof answer === 'number' ? BigInt(answer) : (answer as string);
    }),
  );
}

function weighedPattern(pattern: Pattern, meter: Meter): Pick<Pattern, 'test'> {
  return {
    test(text) {
      meter.spend(text.length * pattern.work * WORK.matched);
      return pattern.test(text);
    },
  };
}

/** Rules of one package share an environment; the patterns in them were compiled when they were checked. */
export function makeEnvironment(meter: Meter, patterns: ReadonlyMap<string, Pattern>): CelEnv {
  const library = cel();
  return library.celEnv({
    funcs: [...comparisons(library, meter), ...concatenations(library, meter), ...weighedTexts(library, meter), ...clockReadings(library), ...standardFunctions(library, meter)],
    re2: { compile: (source) => weighedPattern(patterns.get(source) ?? compilePattern(source, ''), meter) },
  });
}
