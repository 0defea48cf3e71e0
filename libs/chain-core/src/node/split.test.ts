import { NODE } from './limits';
import { Split } from './split';

const FORK = 10;
const EACH = 3;

/** A chain of final headers with three transactions each, and a clock that is moved by hand. */
class Chain {
  finalHeight = FORK;
  reads = 0;
  readonly timers: (() => void)[] = [];
  readonly split = new Split(FORK, {
    clock: { later: (_, call) => (this.timers.push(call), () => void this.timers.splice(this.timers.indexOf(call), 1)) },
    reader: this,
  });

  header() {
    this.reads += 1;
    return { header: { transactionCount: EACH } };
  }

  slice(): void {
    this.timers.shift()!();
  }
}

test('what would be forgotten is counted as it grows, each header once', () => {
  const chain = new Chain();
  for (const finalHeight of [FORK, FORK + 1, FORK + 7]) {
    chain.finalHeight = finalHeight;
    const blocks = finalHeight - FORK;
    expect(chain.split.view).toEqual({ forkHeight: FORK, blocks, transactions: EACH * blocks });
  }
  expect(chain.reads).toBe(7);
  expect(chain.split.words).toContain('forget 7 final blocks of this node with 21 transactions');
});

test('many are counted in slices, however often somebody looks, and nothing is said before all are', () => {
  const chain = new Chain();
  const blocks = 3 * NODE.splitHeadersMax + 5;
  chain.finalHeight += blocks;
  for (let looks = 0; looks < 3; looks += 1) expect(chain.split.view).toBeUndefined();
  expect([chain.reads, chain.timers.length]).toEqual([NODE.splitHeadersMax, 1]);
  expect(chain.split.words).toContain('is being counted');
  chain.slice();
  expect([chain.reads, chain.split.view]).toEqual([2 * NODE.splitHeadersMax, undefined]);
  while (chain.timers.length > 0) chain.slice();
  expect(chain.split.view).toEqual({ forkHeight: FORK, blocks, transactions: EACH * blocks });
  expect(chain.reads).toBe(blocks);
});

test('nothing is counted once it is closed', () => {
  const chain = new Chain();
  chain.finalHeight += 2 * NODE.splitHeadersMax;
  expect(chain.split.view).toBeUndefined();
  chain.split.close();
  expect([chain.timers.length, chain.reads]).toEqual([0, NODE.splitHeadersMax]);
});

test('whoever lets the node follow the others says from where on it forgets', () => {
  const { split } = new Chain();
  split.expect(FORK);
  expect(() => split.expect(FORK + 1)).toThrow('SPLIT_CHANGED');
});
