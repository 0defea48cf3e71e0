import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Reader } from '@bystack/chain-core/codec/reader';
import type { Bytes } from '@bystack/chain-core/primitives/bytes';
import { fuzz } from './fuzz';
import { target, type FuzzTarget } from './target';
import { FUZZ_TARGETS } from './targets';

jest.setTimeout(300_000);

/** What `npm run fuzz -- ... --json` ends with. */
interface FuzzSummary {
  readonly decoders: number;
  readonly inputs: number;
  readonly failures: number;
  readonly mute: readonly string[];
}

function runFuzz(...args: readonly string[]): Promise<FuzzSummary> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [join(__dirname, '../../scripts/fuzz.mjs'), ...args, '--json'], (error, stdout, stderr) => {
      if (error) reject(new Error(`${error.message}\n${stdout.slice(0, 20_000)}${stderr}`));
      else resolve(JSON.parse(stdout.trim().split('\n').at(-1)!) as FuzzSummary);
    });
  });
}

test('every decoder refuses changed bytes in its own way, or accepts the one spelling of what it read; the long run is `npm run fuzz`', async () => {
  const { decoders, inputs, failures, mute } = await runFuzz('--rounds', '2', '--seed', '20');
  expect({ decoders, failures, mute }).toEqual({ decoders: FUZZ_TARGETS.length, failures: 0, mute: [] });
  expect(inputs).toBeGreaterThan(400 * FUZZ_TARGETS.length);
});

const planted = (fault: string, decode: (bytes: Bytes) => unknown, encode?: (value: never) => Bytes): FuzzTarget =>
  target({ decoder: fault, form: 'binary', corpus: [Uint8Array.of(0, 3, 1, 2, 3)], decode, ...(encode && { encode }) }) as FuzzTarget;
/** length u16, items of one byte; ours would refuse what is left, and numbers beyond what is there. */
function readList(bytes: Bytes): Bytes {
  const reader = new Reader(bytes);
  return reader.bytes16(65_535, 'list');
}
const writeList = (items: Bytes): Bytes => Uint8Array.of(items.length >> 8, items.length & 255, ...items);

const PLANTED: readonly (readonly [kind: string, target: FuzzTarget])[] = [
  ['threw', planted('throws at what is cut short', (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(1))],
  ['other spelling', planted('does not look at the end', readList, writeList)],
  ['took memory', planted('makes an object of every byte', (bytes) => Array.from(bytes, (byte) => new Map([[byte, new Uint8Array(8)]])))],
  ['read too often', planted('reads as often as it is told', (bytes) => Array.from({ length: 64 + bytes.length * 8 }, () => new Reader(bytes).fixed(0, 'nothing')).length)],
  ['changed its input', planted('sorts in place', (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).sort())],
];

test.each(PLANTED)('a decoder that is at fault is found: %s', (kind, faulty) => {
  const { found } = fuzz([faulty], { seed: 1, share: 1, goesOn: (round) => round < 3_000 });
  expect(found.map((it) => it.kind)).toContain(kind);
});

test('the same seed gives the same inputs', () => {
  const inputs = (seed: number) => {
    const seen: string[] = [];
    fuzz([planted('a list', readList)], { seed, share: 50, goesOn: (round) => round < 1, onInput: (_, bytes) => void seen.push(Buffer.from(bytes).toString('hex')) });
    return seen;
  };
  expect(inputs(4)).toEqual(inputs(4));
  expect(inputs(4)).not.toEqual(inputs(5));
});

test('a decoder that hangs is named, with what it hangs on', async () => {
  const watched = JSON.stringify(pathToFileURL(join(__dirname, '../../scripts/lib/watched-decoders.mjs')).href);
  const hangs = `import { workerData } from 'node:worker_threads'; import { tellInput } from ${watched}; tellInput(workerData.shared, 'spins', Uint8Array.of(7, 8)); for (;;);`;
  const program = `import { runWatched } from ${watched}; console.log(JSON.stringify(await runWatched(new URL('data:text/javascript,${encodeURIComponent(hangs).replaceAll("'", '%27')}'), {}, 500)))`;
  const stdout = await new Promise<string>((resolve, reject) => execFile(process.execPath, ['--input-type=module', '-e', program], (error, out) => (error ? reject(error) : resolve(out))));
  expect(JSON.parse(stdout)).toMatchObject({ found: [{ decoder: 'spins', kind: 'hangs', input: '0708' }] });
});
