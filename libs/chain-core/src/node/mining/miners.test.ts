import { meetsTarget, WORK_FUNCTIONS } from '../../protocol/pow/work-function';
import { Miners } from './miners';
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
  const miners = new Miners('sha256d', { onFound: (_, nonce) => (found.push(nonce), wake()), onFailed: (error) => { throw error; } });
  miners.setThreads(threads);
  for (let job = 1; job <= 3; job += 1) {
    const before = found.length;
    miners.mine({ job, preimage: preimage(job), target });
    // Many for each job, so that each of the four lanes has found some.
    while (found.length < before + 12) await new Promise<void>((resolve) => (wake = resolve));
    for (const nonce of found.slice(before, before + 12)) expect(meetsTarget(WORK_FUNCTIONS.sha256d(withNonce(preimage(job), nonce)), target)).toBe(true);
  }
  expect(new Set(found.map((nonce) => nonce % 4)).size).toBe(4);
  expect(miners.hashes).toBeGreaterThan(0);
  miners.close();
  expect(miners.threads).toBe(0);
});

test('no nonce is passed over: below a limit the same are found as by trying each', async () => {
  const target = 2n ** 244n;
  const limit = 40_000;
  const expected = Array.from({ length: limit }, (_, nonce) => nonce).filter((nonce) => meetsTarget(WORK_FUNCTIONS.sha256d(withNonce(preimage(9), nonce)), target));
  const found: number[] = [];
  await new Promise<void>((resolve) => {
    const miners = new Miners('sha256d', { onFound: (_, nonce) => {
      if (nonce < limit) return void found.push(nonce);
      miners.close();
      resolve();
    }, onFailed: (error) => { throw error; } });
    miners.setThreads(1);
    miners.mine({ job: 1, preimage: preimage(9), target });
  });
  expect(found).toEqual(expected);
});
