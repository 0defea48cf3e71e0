import { codeOf } from '../testing/code-of';
import { testChain } from '../testing/test-genesis';
import { cheaplyBuried, TestWork } from '../testing/test-work';
import { FollowedHeaders } from './followed-headers';
import { WorkClient } from './work-client';
import { readWorkCheckpoint } from './work-checkpoint';

const chain = new TestWork().extend(30);
const NOW_MS = chain.blocks.at(-1)!.header.timeMs;
const { finalDepth } = chain.parameters;

const following = (to = 30) => {
  const client = new WorkClient(chain.genesis);
  client.follow(chain.headers(1, to), NOW_MS);
  return client;
};

test('it follows headers from genesis on, in pieces, and goes on from the checkpoint it came to', () => {
  const client = new WorkClient(chain.genesis);
  expect(client.checkpoint).toBeUndefined();
  for (let from = 1; from <= 30; from += 7) client.follow(chain.headers(from, Math.min(30, from + 6)), NOW_MS);
  expect(client.best).toMatchObject({ height: 30, totalWork: chain.workOf() });
  const checkpoint = readWorkCheckpoint(JSON.parse(JSON.stringify(client.checkpoint)));
  expect(checkpoint).toMatchObject({ anchor: { height: 30 - finalDepth }, totalWork: chain.workOf(1, 30 - finalDepth) });
  const later = new WorkClient(chain.genesis, checkpoint);
  later.follow(chain.headers(30 - finalDepth + 1), NOW_MS);
  expect(later.best).toEqual(client.best);
  expect(codeOf(() => later.follow(chain.headers(10, 12), NOW_MS))).toBe('RECEIPT_INVALID');
});

test('it believes evidence that begins at any header it knows, whatever its length, and takes from it what is new', () => {
  const client = following(20);
  expect(client.checkReceipt(chain.receipt(12, 11, 18), NOW_MS)).toMatchObject({ depth: 8, workAbove: chain.workOf(13, 20) });
  expect(client.checkReceipt(chain.receipt(18, 17, 30), NOW_MS)).toMatchObject({ depth: 12 });
  expect(client.best.height).toBe(30);
  expect(client.checkState(chain.stateEvidence(9, 'b'), NOW_MS).value).toEqual(new Uint8Array(Buffer.from('value of b')));
  expect(codeOf(() => client.checkReceipt(chain.receipt(26, 25, 30), NOW_MS))).toBe('RECEIPT_INVALID');
});

test('evidence of a branch with less work than it knows proves nothing to it', () => {
  const rival = chain.upTo(20).extend(9, { miner: 'rival' });
  const receipt = rival.receipt(22);
  expect(codeOf(() => new WorkClient(chain.genesis).checkReceipt(receipt, NOW_MS))).toBe('ok');
  const client = following();
  expect(codeOf(() => client.checkReceipt(receipt, NOW_MS))).toBe('RECEIPT_INVALID');
  expect(codeOf(() => client.checkReceipt(chain.receipt(22), NOW_MS))).toBe('ok');
});

test('most work counts, not most blocks, and a better branch above what is final is followed', () => {
  const long = chain.upTo(26).extend(4, { spacingMs: 20_000, miner: 'slow' });
  const heavy = chain.upTo(26).extend(4, { spacingMs: 1, miner: 'quick' });
  const client = following(27);
  client.follow(long.headers(27), NOW_MS + 100_000);
  client.follow(heavy.headers(27), NOW_MS);
  expect(client.best.totalWork).toBe(heavy.workOf());
  client.follow(chain.headers(27, 28), NOW_MS);
  expect(client.best.totalWork).toBe(heavy.workOf());
  expect(heavy.workOf()).toBeGreaterThan(long.workOf());
});

test('cheap blocks bury no hard one, and are not final before it is, for a client, for a receipt and for who goes on from a checkpoint', () => {
  const cheap = cheaplyBuried();
  const end = cheap.blocks.length;
  const nowMs = cheap.blocks.at(-1)!.header.timeMs;
  const client = new WorkClient(cheap.genesis);
  for (let to = 1; to <= end; to += 1) {
    client.follow(cheap.headers(to, to), nowMs);
    expect(client.finalHeight).toBe(cheap.finalAt(to));
    if (to === 20) {
      expect(client.finalHeight).toBe(2);
      expect(codeOf(() => client.checkReceipt(cheap.receipt(6, 0, to), nowMs))).toBe('RECEIPT_INVALID');
      // By itself this one is under enough work. What it stands on is not.
      expect(codeOf(() => client.checkReceipt(cheap.receipt(13, 12, to), nowMs))).toBe('RECEIPT_INVALID');
    }
    if (to < 70) continue;
    for (const height of [client.finalHeight, client.finalHeight + 1]) expect(codeOf(() => new WorkClient(cheap.genesis).checkReceipt(cheap.receipt(height, 0, to), nowMs))).toBe(height === client.finalHeight ? 'ok' : 'RECEIPT_INVALID');
  }
  expect(client.finalHeight).toBeGreaterThan(20);
  const middle = new WorkClient(cheap.genesis);
  for (let to = 1; middle.finalHeight === 0; to += 1) middle.follow(cheap.headers(to, to), nowMs);
  const later = new WorkClient(cheap.genesis, readWorkCheckpoint(middle.checkpoint));
  later.follow(cheap.headers(middle.finalHeight + 1), nowMs);
  expect(later.finalHeight).toBe(client.finalHeight);
});

test('what one more header costs it does not grow with how many are open', () => {
  const chain = cheaplyBuried();
  const looks = jest.spyOn(FollowedHeaders.prototype, 'parentOf');
  try {
    new WorkClient(chain.genesis).follow(chain.headers(), chain.blocks.at(-1)!.header.timeMs);
    expect(looks.mock.calls.length).toBeLessThanOrEqual(3 * chain.blocks.length);
  } finally {
    looks.mockRestore();
  }
});

test('a branch of more work that leaves what is final freezes it, one of less does not', () => {
  const client = following();
  const weaker = chain.upTo(15).extend(10, { miner: 'rival' });
  client.follow(weaker.headers(16), NOW_MS);
  expect(client.conflict).toBeUndefined();
  const stronger = chain.upTo(15).extend(25, { spacingMs: 500, miner: 'rival' });
  expect(codeOf(() => client.follow(stronger.headers(16), NOW_MS))).toBe('LIGHT_FROZEN');
  expect(client.conflict!.final.height).toBe(30 - finalDepth);
  expect(codeOf(() => client.follow(chain.headers(29), NOW_MS))).toBe('LIGHT_FROZEN');
  expect(codeOf(() => client.checkReceipt(chain.receipt(7), NOW_MS))).toBe('LIGHT_FROZEN');
  // In pieces that are too light by themselves it is never more than a branch of less work.
  const other = following();
  for (let from = 16; from + 3 <= 40 && from < 24; from += 4) codeOf(() => other.follow(stronger.headers(from, from + 3), NOW_MS));
  expect(other.conflict).toBeUndefined();
});

test('headers from the future, of another chain, or that break a rule change nothing', () => {
  const client = following(20);
  const { best } = client;
  expect(codeOf(() => client.follow(chain.headers(21), chain.blocks[20]!.header.timeMs - chain.parameters.futureMsMax - 1))).toBe('LIGHT_FROM_FUTURE');
  expect(codeOf(() => client.follow([chain.headers(21)[0]!.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))], NOW_MS))).toBe('RECEIPT_INVALID');
  expect(codeOf(() => client.follow(new TestWork({ leastWork: 15 }).extend(2).headers(), NOW_MS))).toBe('RECEIPT_INVALID');
  expect(codeOf(() => client.follow(['zz'], NOW_MS))).toBe('RECEIPT_INVALID');
  expect(client.best).toEqual(best);
});

test('a checkpoint of another chain, of no work or of no numbers is refused', () => {
  const file = following().checkpoint!;
  expect(codeOf(() => new WorkClient(new TestWork({ leastWork: 15 }).genesis, readWorkCheckpoint(file)))).toBe('CHECKPOINT_INVALID');
  expect(codeOf(() => new WorkClient(testChain().genesis))).toBe('RECEIPT_INVALID');
  for (const wrong of [null, { ...file, totalWork: '-1' }, { ...file, totalWork: 1 }, { ...file, parentTimeMs: -1 }, { ...file, header: '00' }, { ...file, format: 'bystack-checkpoint/1' }]) expect(codeOf(() => readWorkCheckpoint(wrong))).toBe('CHECKPOINT_INVALID');
});

test('what it remembers is bounded, whatever it is told', () => {
  const client = following(25);
  for (let i = 0; i < 40; i += 1) client.follow(chain.upTo(24).extend(1, { spacingMs: 60_000, miner: `spammer ${i}` }).headers(25), NOW_MS + 100_000);
  expect(client.best.totalWork).toBe(chain.workOf(1, 25));
  client.follow(chain.headers(26), NOW_MS);
  expect(client.best.height).toBe(30);
});
