import { canonicalText } from '@bystack/chain-core/codec/json';
import { fromHex, toHex, utf8, type Bytes } from '@bystack/chain-core/primitives/bytes';
import type { Json } from '@bystack/chain-core/primitives/json';
import type { Random } from '@bystack/chain-core/testing/sim/random';
import { mutate } from './mutate';

/** Stands for something no value can hold; replaced in the text. */
const PLACE = '@@place@@';
const TELLING: readonly Json[] = [null, true, false, 0, -1, 1.5, 2 ** 53, -(2 ** 53), 1e308, '', 'x', 'X'.repeat(2000), '\u0000', '\ufeff', [], {}, [null], { a: {} }];
/** What JSON can say and a value in memory cannot. */
const TEXTS = ['[', '{', '[]]', '1e999', '-0', '01', '"\\ud800"', '{"a":1,"a":2}', '{"__proto__":1}', '{"constructor":{"prototype":1}}', '9007199254740993', '\u00a0', 'NaN'];

/** One change of a JSON text: of the value it says, with the spelling kept canonical, or of the text itself. */
export function mutateJson(bytes: Bytes, random: Random, other: Bytes): Bytes {
  const value = parse(bytes);
  if (value === undefined || random.chance(100)) return mutate(bytes, random, other);
  if (random.chance(150)) return utf8(spell(replaceOne(value, random, () => PLACE)).replace(JSON.stringify(PLACE), () => hostileText(random)));
  const changed = replaceOne(value, random, (node) => changeNode(node, random, other));
  return utf8(random.chance(950) ? spell(changed) : JSON.stringify(changed, undefined, 1));
}

function hostileText(random: Random): string {
  const depth = random.pick([0, 5, 31, 33, 2_000, 100_000]);
  if (depth === 0) return random.pick(TEXTS);
  return random.chance(500) ? '['.repeat(depth) + ']'.repeat(depth) : '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
}

function replaceOne(value: Json, random: Random, replace: (node: Json) => Json): Json {
  const keys = value !== null && typeof value === 'object' ? Object.keys(value) : [];
  if (keys.length === 0 || random.chance(150)) return replace(value);
  const key = random.pick(keys);
  const child = replaceOne((value as Record<string, Json>)[key]!, random, replace);
  if (Array.isArray(value)) return (value as Json[]).with(Number(key), child);
  return { ...(value as object), [key]: child };
}

function changeNode(node: Json, random: Random, other: Bytes): Json {
  if (typeof node === 'string' && random.chance(700)) return changeText(node, random, other);
  if (typeof node === 'number' && random.chance(700)) return random.pick([node + 1, node - 1, -node, node * 2 ** 32, node + 0.5]);
  if (Array.isArray(node) && random.chance(800)) return changeList(node as Json[], random);
  if (node !== null && typeof node === 'object' && random.chance(800)) return changeObject(node as Record<string, Json>, random);
  return random.pick(TELLING);
}

function changeText(text: string, random: Random, other: Bytes): string {
  const encoded = fromHex(text);
  if (encoded !== undefined && encoded.length > 0 && random.chance(800)) return toHex(mutate(encoded, random, fromHex(text.slice(0, 64)) ?? other).subarray(0, 100_000));
  return random.pick([text.toUpperCase(), `${text} `, text.slice(1), `0x${text}`, text + text]);
}

function changeList(items: readonly Json[], random: Random): Json {
  if (items.length === 0) return [0];
  const at = random.below(items.length);
  return random.pick<readonly Json[]>([items.toSpliced(at, 1), items.toSpliced(at, 0, items[at]!), items.toReversed(), Array<Json>(random.pick([20, 5_000])).fill(items[at]!)]);
}

function changeObject(object: Readonly<Record<string, Json>>, random: Random): Json {
  const keys = Object.keys(object);
  if (keys.length === 0 || random.chance(300)) return { ...object, [random.pick(['more', 'format', 'toString', 'hasOwnProperty'])]: random.pick(TELLING) };
  const key = random.pick(keys);
  const { [key]: gone, ...rest } = object;
  return random.chance(500) ? rest : { ...rest, [`${key}x`]: gone! };
}

function parse(bytes: Bytes): Json | undefined {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as Json;
  } catch {
    return undefined;
  }
}

/** Canonical where the value allows it. */
function spell(value: Json): string {
  try {
    return canonicalText(value, 10_000);
  } catch {
    return JSON.stringify(value);
  }
}
