import fc from 'fast-check';
import { mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { equalBytes, type Bytes } from '../primitives/bytes';
import { HeaderFile } from '../storage';
import { cheaplyBuried, TestWork } from '../testing/test-work';
import { HeaderFetch } from './header-fetch';
import { HeaviestHeaders } from './heaviest-headers';
import { SNAPSHOT } from './limits';

/** Chains that share a beginning; the later ones of equal length have less work, for they took their time. */
const EASY = { initialWork: 64, leastWork: 4, finalDepth: 3 };
const trunk = new TestWork(EASY).extend(30);
const chains = [
  trunk.upTo(30).extend(30),
  trunk.upTo(12).extend(20, { spacingMs: 500, miner: 'fast' }),
  trunk.upTo(20).extend(60, { spacingMs: 9_000, miner: 'slow' }),
  trunk.upTo(30).extend(4, { miner: 'short' }),
];
const nowMs = trunk.genesis.createdAtMs + 10_000_000;
const workOf = (chain: TestWork) => chain.workOf();

/** What a peer answers; undefined: it is silent. */
type Peer = (from: number) => readonly Bytes[] | undefined;
const honest = (chain: TestWork, most: number = SNAPSHOT.headersMax): Peer => (from) => chain.blocks.slice(from - 1, from - 1 + most).map(({ headerBytes }) => headerBytes);

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'headers-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A node that fetches headers; who is silent is found out at once. */
class Fetching {
  readonly dropped = new Map<string, string>();
  readonly foreign: string[] = [];
  readonly best: HeaderFile;
  readonly rival: HeaderFile;
  readonly headers: HeaviestHeaders;
  isSettled = false;
  readonly #later = new Set<() => void>();

  constructor(readonly peers: Record<string, Peer>, baseHeight = 0, base = trunk) {
    this.best = new HeaderFile({ dir, name: 'best' });
    this.rival = new HeaderFile({ dir, name: 'rival' });
    const id = baseHeight === 0 ? base.blocks[0]!.header.parentId : base.blocks[baseHeight - 1]!.id;
    this.headers = new HeaviestHeaders({ parameters: base.parameters, base: { ...base.paceAt(baseHeight), id } }, { best: this.best, rival: this.rival, nowMs: () => nowMs });
  }

  async run(): Promise<this> {
    await this.headers.takeBack(() => Promise.resolve());
    const asked: { peer: string; request: number; from: number }[] = [];
    let request = 0;
    const fetch = new HeaderFetch({
      headers: this.headers,
      nextRequest: () => (request += 1),
      connected: () => Object.keys(this.peers),
      ask: (peer, request, from) => void asked.push({ peer, request, from }),
      drop: (peer, reason) => {
        this.dropped.set(peer, reason);
        delete this.peers[peer];
        fetch.onDisconnected(peer);
      },
      isChosen: () => false,
      nowMs: () => nowMs,
      later: (_, call) => (this.#later.add(call), () => void this.#later.delete(call)),
      onTold: (peer, { isForeign }) => void (isForeign && this.foreign.push(peer)),
      onRound: () => undefined,
      onSettled: () => (this.isSettled = true),
    });
    fetch.begin();
    for (let questions = 0; !this.isSettled; questions += 1) {
      if (questions > 1_000) throw new Error('it asks for ever');
      const { peer, request, from } = asked.shift()!;
      const answer = this.peers[peer]!(from);
      if (answer === undefined) [...this.#later].at(-1)!();
      else fetch.onHeaders(peer, request, answer);
    }
    fetch.close();
    for (const file of [this.best, this.rival]) file.close();
    return this;
  }

  expectBest(chain: TestWork): void {
    this.best.close();
    const kept = new HeaderFile({ dir, name: 'best' });
    expect(kept.top).toBe(chain.blocks.length);
    chain.blocks.forEach(({ headerBytes }, i) => expect(equalBytes(kept.at(i + 1)!.bytes, headerBytes)).toBe(true));
    expect(kept.at(kept.top)!.totalWork).toBe(workOf(chain));
    kept.close();
  }
}

test('of branches that peers tell in any order, the one of most work is kept', async () => {
  await fc.assert(fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 1 }), async (order) => {
    rmSync(dir, { recursive: true, force: true });
    const fetching = await new Fetching(Object.fromEntries(order.map((i) => [`peer ${i}`, honest(chains[i]!)]))).run();
    const heaviest = order.map((i) => chains[i]!).reduce((most, chain) => (workOf(chain) > workOf(most) ? chain : most));
    expect(fetching.dropped.size).toBe(0);
    fetching.expectBest(heaviest);
  }), { numRuns: 30 });
});

test('branches are told in many answers, and may part far below', async () => {
  const long = new TestWork({ ...EASY, initialWork: 1, leastWork: 1 }).extend(SNAPSHOT.headersMax + 50);
  const longer = long.upTo(500).extend(SNAPSHOT.headersMax, { miner: 'other' });
  const fetching = await new Fetching({ a: honest(long), b: honest(longer), c: honest(long) }, 0, long).run();
  expect(fetching.dropped.size).toBe(0);
  fetching.expectBest(longer);
});

test('more blocks are not more work', () => {
  const [, fast, slow] = chains;
  expect(slow!.blocks.length).toBeGreaterThan(fast!.blocks.length);
  expect(workOf(slow!)).toBeLessThan(workOf(fast!));
});

const [good] = chains as [TestWork];
const changed = (headers: readonly Bytes[], at: number): readonly Bytes[] => headers.map((header, i) => (i === at ? header.map((byte, j) => (j === header.length - 1 ? byte ^ 255 : byte)) : header));
test.each<[string, Peer, RegExp]>([
  ['a header whose work was not done', (from) => changed(honest(good)(from)!, 7), /worth nothing/],
  ['a gap', (from) => honest(good)(from)!.toSpliced(5, 1), /does not stand on the one before/],
  ['other headers than were asked for', (from) => honest(good)(from + 3), /not the headers that were asked for/],
  ['what is no header', () => [new Uint8Array(304)], /not the headers that were asked for/],
  ['nothing, ever', () => undefined, /does not answer/],
])('a peer that tells %s is dropped, and another one heard', async (_, liar, reason) => {
  const fetching = await new Fetching({ liar, honest: honest(good) }).run();
  expect(fetching.dropped.get('liar')).toMatch(reason);
  expect([...fetching.dropped.keys()]).toEqual(['liar']);
  fetching.expectBest(good);
});

test('a peer whose chain leaves what is final here is told apart, and not blamed', async () => {
  const fetching = await new Fetching({ other: honest(chains[1]!), same: honest(good) }, 20).run();
  expect([fetching.foreign, fetching.dropped.size]).toEqual([['other'], 0]);
  expect(fetching.headers.top).toBe(good.blocks.length);
});

test('a block counts as buried under as many as make one final, on the best branch only', async () => {
  const { headers, best } = await new Fetching({ a: honest(good) }).run();
  best.close();
  const reopened = new Fetching({});
  await reopened.headers.takeBack(() => Promise.resolve());
  expect(headers.top).toBe(60);
  const at = (chain: TestWork, height: number) => chain.blocks[height - 1]!.id;
  expect([57, 58].map((height) => reopened.headers.buries(height, at(good, height)))).toEqual([true, false]);
  expect(reopened.headers.buries(40, at(chains[2]!, 40))).toBe(false);
});

test('what is final on the best branch is judged by its work, and again when it grows or is another one', async () => {
  const cheap = cheaplyBuried();
  const rival = cheap.upTo(4).extend(40, { spacingMs: 1, miner: 'other' });
  const bytesOf = ({ blocks }: TestWork, from: number, to?: number) => blocks.slice(from, to).map(({ headerBytes }) => headerBytes);
  const { headers, best, rival: beside } = new Fetching({}, 0, cheap);
  await headers.takeBack(() => Promise.resolve());
  for (const to of [3, 20, 60, 70, 80]) {
    expect(headers.add(headers.fork(headers.top), bytesOf(cheap, headers.top, to))).toBeGreaterThan(0);
    expect([headers.top, headers.finalTop]).toEqual([to, cheap.finalAt(to)]);
  }
  expect([cheap.finalAt(20), cheap.finalAt()]).toEqual([2, 74]);
  expect([headers.buries(74, cheap.blocks[73]!.id), headers.buries(75, cheap.blocks[74]!.id)]).toEqual([true, false]);
  headers.add(headers.fork(4), bytesOf(rival, 4));
  expect(headers.finalTop).toBe(cheap.finalAt());
  headers.weigh();
  expect([headers.top, headers.finalTop]).toEqual([44, rival.finalAt()]);
  for (const file of [best, beside]) file.close();
});

test('a header whose time has not come ends what is taken over, and blames nobody', async () => {
  const early = trunk.upTo(30).extend(3).extend(2, { spacingMs: 11_000_000 });
  const fetching = await new Fetching({ early: honest(early) }).run();
  expect([fetching.headers.top, fetching.dropped.size]).toEqual([33, 0]);
});

test('after a crash it goes on with what it has, as far as that holds', async () => {
  await new Fetching({ a: honest(good) }).run();
  const path = join(dir, 'best');
  truncateSync(path, statSync(path).size - 100);
  const again = new Fetching({ b: honest(good) });
  await again.headers.takeBack(() => Promise.resolve());
  expect(again.headers.top).toBe(59);
  (await again.run()).expectBest(good);
});
