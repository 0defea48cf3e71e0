import { meetsTarget, WORK_FUNCTIONS } from '../../protocol/pow/work-function';
import { Miners } from './miners';
import { sha256dJob, sha256dModule } from './sha256d-search';
import { INITIAL_STATE, ROUND_CONSTANTS } from '../../crypto/wasm/sha256';

const preimage = (fill: number) => Uint8Array.from({ length: 80 }, (_, i) => (i < 72 ? (i * fill + 1) & 255 : 0));

function withNonce(bytes: Uint8Array, nonce: number): Uint8Array {
  const own = bytes.slice();
  new DataView(own.buffer).setBigUint64(72, BigInt(nonce));
  return own;
}

test('constants are those of SHA-256', () => {
  expect([INITIAL_STATE[0], INITIAL_STATE[7], ROUND_CONSTANTS[0], ROUND_CONSTANTS[63]]).toEqual([0x6a09e667, 0x5be0cd19, 0x428a2f98, 0xc67178f2]);
});

test.each([1, 2])('%i threads find nonces whose hash, by another implementation, does not exceed the target', async (threads) => {
  const found: number[] = [];
  const target = 2n ** 242n;
  let wake = () => {};
  const miners = new Miners('sha256d', { onFound: (job, nonce) => (found[job] = nonce, wake()), onFailed: (error) => { throw error; } });
  miners.setThreads(threads);
  for (let job = 1; job <= 24; job += 1) {
    const isFound = new Promise<void>((resolve) => (wake = resolve));
    miners.mine({ job, preimage: preimage(job), target });
    await isFound;
    expect(meetsTarget(WORK_FUNCTIONS.sha256d(withNonce(preimage(job), found[job]!)), target)).toBe(true);
  }
  // Each of the four lanes has found some.
  expect(new Set(found.filter((nonce) => nonce !== undefined).map((nonce) => nonce % 4)).size).toBe(4);
  expect(miners.hashes).toBeGreaterThan(0);
  miners.close();
  expect(miners.threads).toBe(0);
});

test.each([1, 2])('where every nonce will do, %i threads bring one for each job, and rest until the next', async (threads) => {
  const found: number[] = [];
  let wake = () => {};
  const miners = new Miners('sha256d', { onFound: (job) => (found.push(job), wake()), onFailed: (error) => { throw error; } });
  miners.setThreads(threads);
  for (let job = 1; job <= 100; job += 1) {
    const isFound = new Promise<void>((resolve) => (wake = resolve));
    miners.mine({ job, preimage: preimage(job), target: 2n ** 256n - 1n });
    await isFound;
  }
  miners.close();
  expect(found).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
});

// The compiler here knows of no browsers.
const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: { readonly Module: new (code: Uint8Array) => object; readonly Instance: new (module: object) => { readonly exports: object } } };

test('no nonce is passed over: below a limit the same are found as by trying each', () => {
  const target = 2n ** 244n;
  const limit = 40_000;
  const expected = Array.from({ length: limit }, (_, nonce) => nonce).filter((nonce) => meetsTarget(WORK_FUNCTIONS.sha256d(withNonce(preimage(9), nonce)), target));
  const { search, memory } = new WebAssembly.Instance(new WebAssembly.Module(sha256dModule())).exports as unknown as { search(from: number, end: number): number; memory: { readonly buffer: ArrayBuffer } };
  const found: number[] = [];
  for (let from = 0; from < limit; from = found.at(-1)! + 1) {
    new Uint32Array(memory.buffer).set(sha256dJob(preimage(9), 0, target));
    found.push(search(from, limit) >>> 0);
  }
  expect(found.filter((nonce) => nonce < limit)).toEqual(expected);
});
