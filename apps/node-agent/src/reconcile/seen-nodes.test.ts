import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { SeenNodes } from './seen-nodes';

const log = pino({ level: 'silent' });
const at = (epoch: number, height: number) => ({ epoch, height, timeMs: height * 1000 });
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'seen-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what was seen is remembered through a restart, and only ever what is later', () => {
  const seen = new SeenNodes(folder, log);
  for (const one of [at(0, 5), at(0, 9), at(0, 7), at(1, 8), at(0, 20), at(1, 6)]) seen.note('a', one);
  seen.note('b', at(0, 3));
  seen.close();
  const again = new SeenNodes(folder, log);
  expect([again.of('a'), again.of('b'), again.of('c')]).toEqual([at(1, 8), at(0, 3), undefined]);
  again.forget('a');
  expect(new SeenNodes(folder, log).of('a')).toBeUndefined();
  expect(new SeenNodes(folder, log).of('b')).toEqual(at(0, 3));
});

test('a disk that takes nothing ends nothing', () => {
  const seen = new SeenNodes(folder, log);
  rmSync(folder, { recursive: true });
  seen.note('a', at(0, 1));
  seen.close();
  expect(seen.of('a')).toEqual(at(0, 1));
});

const good = at(0, 3);
test.each([
  ['no JSON', '{oops', []],
  ['nothing at all', '', []],
  ['null', 'null', []],
  ['a list', JSON.stringify([good]), []],
  ['an entry of null', JSON.stringify({ a: null, b: good }), ['a']],
  ['a height that is no number', JSON.stringify({ a: { ...good, height: 'x' }, b: good }), ['a']],
  ['a part of a height, a negative epoch, no time', JSON.stringify({ a: { ...good, height: 1.5 }, b: good, c: { ...good, epoch: -1 }, d: { epoch: 0, height: 3 } }), ['a', 'c', 'd']],
])('%s in the file is set aside with a warning that names it, and the rest is remembered', (_, content, entries) => {
  const file = join(folder, 'seen-nodes.json');
  writeFileSync(file, content);
  const warned: { file: string; aside: string; entries?: string[] }[] = [];
  const open = () => new SeenNodes(folder, pino({ level: 'warn' }, { write: (line) => void warned.push(JSON.parse(line) as (typeof warned)[0]) }));
  const seen = open();
  expect([seen.of('a'), seen.of('b')]).toEqual([undefined, entries.length > 0 ? good : undefined]);
  expect(warned).toMatchObject([{ file, aside: `${file}.damaged`, ...(entries.length > 0 && { entries }) }]);
  expect(readFileSync(`${file}.damaged`, 'utf8')).toBe(content);
  seen.close();
  expect(open().of('b')).toEqual(seen.of('b'));
  expect(warned).toHaveLength(1);
});

test('what a node says of itself that cannot be is not remembered', () => {
  const seen = new SeenNodes(folder, log);
  for (const height of [NaN, 1.5, -1, '9' as unknown as number]) seen.note('a', { ...at(0, 1), height });
  expect(seen.of('a')).toBeUndefined();
});
