import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { StateBase } from './state-base';
import { StateVersion } from './state-version';

const BLOCKS = 400;
const OUTPUTS = 200;
/** As a key and an unspent output take them. */
const VALUE_BYTES = 77;
const KEPT_BLOCKS = 20;
const COLLECTIONS_MIN = 4;
const COLLECTIONS_MAX = 20;
const SETTLED_BYTES = 100_000;

/** What this process holds once nothing is left to collect, also of what was tested before. */
async function held(): Promise<{ heap: number; outside: number }> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let turn = 0, last = Infinity; ; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
    const { heapUsed, external } = process.memoryUsage();
    if (turn >= COLLECTIONS_MAX || (turn >= COLLECTIONS_MIN && last - heapUsed - external < SETTLED_BYTES)) return { heap: heapUsed, outside: external };
    last = heapUsed + external;
  }
}

/** Outputs come, and are gone again some blocks later. */
function run(base: StateBase): void {
  let version = StateVersion.ofBase(base);
  for (let block = 0; block < BLOCKS; block += 1) {
    const overlay = version.begin();
    for (let n = 0; n < OUTPUTS; n += 1) {
      overlay.put(`u output ${block} ${n}`.padEnd(44), Buffer.alloc(VALUE_BYTES, n));
      if (block >= KEPT_BLOCKS) overlay.delete(`u output ${block - KEPT_BLOCKS} ${n}`.padEnd(44));
    }
    version = version.commit(overlay);
    version.settle();
  }
}

test('holds little more than what is there, however much came and went, and next to nothing of it where garbage is collected', async () => {
  run(new StateBase({ unordered: ['u'] })); // Code is made, too.
  const before = await held();
  const base = new StateBase({ unordered: ['u'] });
  run(base);
  const after = await held();
  const entries = KEPT_BLOCKS * OUTPUTS;
  expect(base.entryCount).toBe(entries);
  // What came is 20 times as much. An entry takes some 200 bytes, in an arena that may be half holes, and the table as much again.
  expect(after.outside - before.outside).toBeLessThan(entries * 1_000);
  expect(after.heap - before.heap).toBeLessThan(entries * 100);
  expect(base.get(`u output ${BLOCKS - 1} 7`.padEnd(44))).toEqual(new Uint8Array(VALUE_BYTES).fill(7));
  expect(base.get('u nothing')).toBeUndefined();
});
