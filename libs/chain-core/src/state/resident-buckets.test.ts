import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { hashBinary, toBinary } from '../crypto/hash';
import { changeBucket, EMPTY_BUCKET, type LeafChange } from './bucket';
import { ResidentBuckets } from './resident-buckets';

const BUCKETS = 16_000;
/** As an unspent output has them. */
const KEY_BYTES = 44;
const VALUE_BYTES = 77;
const COLLECTIONS_MIN = 4;
const COLLECTIONS_MAX = 20;
const SETTLED_BYTES = 100_000;
const TURNS = 4;

function changeOf(number: number): LeafChange {
  return { keyHash: hashBinary(Buffer.from(`${number}`)), key: toBinary(Buffer.alloc(KEY_BYTES, number)), value: Buffer.alloc(VALUE_BYTES, number) };
}

/** Between none and eight entries each. */
function fill(resident: ResidentBuckets): void {
  for (let number = 0; number < BUCKETS; number += 1) {
    const changes = Array.from({ length: number % 9 }, (_, place) => changeOf(9 * number + place)).sort((a, b) => (a.keyHash < b.keyHash ? -1 : 1));
    resident.keep(number, changeBucket(EMPTY_BUCKET, changes, 0, changes.length));
  }
}

/** What this process holds once nothing is left to collect, also of what was tested before. */
async function held(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let turn = 0, last = Infinity; ; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
    const { heapUsed, external } = process.memoryUsage();
    if (turn >= COLLECTIONS_MAX || (turn >= COLLECTIONS_MIN && last - heapUsed - external < SETTLED_BYTES)) return heapUsed + external;
    last = heapUsed + external;
  }
}

/** What buckets take, over what they are counted for. */
async function takenShare(): Promise<number> {
  const resident = new ResidentBuckets();
  const before = await held();
  fill(resident);
  return ((await held()) - before) / resident.bytes;
}

test('what buckets are counted for is about what they take in memory, in the heap and outside of it', async () => {
  const shares: number[] = [];
  // Others' leavings may be collected meanwhile: those of tests that ran in this process before, and each time there are fewer.
  for (let turn = 0; turn < TURNS && !shares.some(isAbout); turn += 1) shares.push(await takenShare());
  expect(shares.find(isAbout) ?? shares).toEqual(expect.any(Number));
});

function isAbout(share: number): boolean {
  return share > 0.8 && share < 1.2;
}
