import { mkdtempSync, rmSync } from 'node:fs';
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
