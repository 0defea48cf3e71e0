import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MessageKind } from '../network';
import { concatBytes, type Bytes } from '../primitives/bytes';
import { SNAPSHOT } from '../sync';
import { TestWork } from '../testing/test-work';
import { nextTurn } from './clock';
import { decodeGetBlocks, encodeHeight, withNumber } from './peer-frames';
import { shelfIn } from './work-shelf';
import { WorkSnapshots } from './work-snapshots';

const FAR = 1_000_000;
const DEPTH = 3;
const work = new TestWork({ initialWork: 1, leastWork: 1, finalDepth: DEPTH }).extend(40);
const TOP = work.blocks.length;
const at = (height: number, of = work) => of.blocks[height - 1]!;

interface Peer {
  readonly final: number;
  readonly keptFrom: number;
  /** Silent: it never answers. */
  readonly isSilent?: boolean;
}

let dir: string;
let node: Node;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'work-snapshots-'))));
afterEach(() => {
  node.snapshots.close();
  rmSync(dir, { recursive: true, force: true });
});

/** A node with blocks up to a head, and its peers, on a clock that is moved by hand. */
class Node {
  readonly snapshots: WorkSnapshots;
  readonly holds: boolean[] = [];
  readonly asked: { readonly peer: string; readonly kind: MessageKind }[] = [];
  /** Numbers of the questions for headers. */
  readonly requests: number[] = [];
  readonly dropped = new Map<string, string>();
  readonly peers = new Map<string, Peer>();
  nowMs = at(TOP).header.timeMs;
  /** What the engine asked everybody for in vain. */
  lacking: number | undefined;
  #timers: { readonly atMs: number; readonly call: () => void }[] = [];

  constructor(head: number, keepBlocks: number | undefined, private readonly chain = work) {
    const final = at(head - DEPTH, chain);
    this.snapshots = new WorkSnapshots({ parameters: work.parameters, keepBlocks }, {
      chain: {
        keptFrom: 1, durableHeight: head - DEPTH, headHeight: head,
        final: { height: head - DEPTH, id: final.id },
        header: (height) => at(height, chain).headerBytes,
        headersFrom: () => [],
      },
      shelf: shelfIn(dir),
      snapshots: { offer: () => undefined, head: () => undefined, range: () => undefined, close: () => undefined },
      pause: nextTurn,
      clock: { nowMs: () => this.nowMs, later: (pauseMs, call) => this.#later(pauseMs, call) },
      log: () => undefined,
      connected: () => [...this.peers.keys()],
      isChosen: () => false,
      versionOf: () => 4,
      send: (peer, kind, payload) => this.#hear(peer, kind, payload),
      drop: (peer, reason) => {
        this.dropped.set(peer, reason);
        this.leaves(peer);
      },
      onKeptFrom: () => undefined,
      lacking: () => this.lacking,
      onHold: (on) => void this.holds.push(on),
      onReady: () => undefined,
      onFatal: (error) => {
        throw error;
      },
    });
  }

  comes(name: string, peer: Peer): void {
    this.peers.set(name, peer);
    this.snapshots.onConnected(name);
    this.claims(name, peer);
  }

  claims(name: string, { final, keptFrom }: Peer): void {
    this.snapshots.onMessage(name, 'keptFrom', encodeHeight(keptFrom));
    this.snapshots.onMessage(name, 'finalHeight', encodeHeight(final));
  }

  leaves(name: string): void {
    if (this.peers.delete(name)) this.snapshots.onDisconnected(name);
  }

  async passes(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms;
    for (;;) {
      for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      const [next] = this.#timers.sort((a, b) => a.atMs - b.atMs);
      if (next === undefined || next.atMs > untilMs) break;
      this.#timers.shift();
      this.nowMs = next.atMs;
      next.call();
    }
    this.nowMs = untilMs;
  }

  #later(pauseMs: number, call: () => void): () => void {
    const timer = { atMs: this.nowMs + pauseMs, call };
    this.#timers.push(timer);
    return () => void (this.#timers = this.#timers.filter((each) => each !== timer));
  }

  #hear(name: string, kind: MessageKind, payload: Bytes): void {
    if (kind === 'getHeaders' || kind === 'askSnapshot') this.asked.push({ peer: name, kind });
    const peer = this.peers.get(name);
    if (peer === undefined || peer.isSilent) return;
    if (kind === 'askSnapshot') this.#later(1, () => this.snapshots.onMessage(name, 'snapshotOffer', payload)); // None.
    if (kind !== 'getHeaders') return;
    const { request, fromHeight } = decodeGetBlocks(payload)!;
    this.requests.push(request);
    // Who claims more than there are claims less while it is asked, and more again afterwards.
    const isLiar = peer.final === FAR;
    if (isLiar) this.claims(name, { ...peer, final: TOP });
    this.#later(1, () => {
      this.snapshots.onMessage(name, 'headersOfWork', withNumber(request, concatBytes(...this.chain.blocks.slice(fromHeight - 1, fromHeight - 1 + SNAPSHOT.headersMax).map(({ headerBytes }) => headerBytes))));
      if (isLiar) this.claims(name, peer);
    });
  }
}

const HONEST = { final: TOP - DEPTH, keptFrom: 1 };
const FORGETFUL = { final: TOP - DEPTH, keptFrom: TOP - 10 };
const LIAR = { final: FAR, keptFrom: FAR };

test('a peer without any work that claims to have far later blocks, and none of the next ones, does not hold a node up that is level', async () => {
  for (const head of [TOP, TOP - 1]) {
    node = new Node(head, FAR);
    node.comes('honest', HONEST);
    node.comes('liar', LIAR);
    await node.passes(60_000);
    expect([node.holds, node.asked.some(({ kind }) => kind === 'askSnapshot')]).toEqual([[], false]);
    expect([...node.dropped.keys()]).toEqual(['liar']);
    node.snapshots.close();
  }
});

test('a node that prunes takes a state when nobody has the next block; one that keeps everything says so and keeps what it has', async () => {
  node = new Node(10, 100);
  node.comes('a', FORGETFUL);
  await node.passes(1_000);
  expect([node.holds, node.asked.at(-1)]).toEqual([[true], { peer: 'a', kind: 'askSnapshot' }]);
  expect(node.snapshots.trouble).toMatch(/has block 11 any more.*wait/);
  node.snapshots.close();
  node = new Node(10, undefined);
  node.comes('a', FORGETFUL);
  await node.passes(60_000);
  expect([node.holds, node.asked.every(({ kind }) => kind === 'getHeaders')]).toEqual([[], true]);
  expect(node.snapshots.trouble).toMatch(/has block 11 any more.*takes no state/);
});

test('a node takes a state though somebody claims to have the next block, when nobody gave it', async () => {
  node = new Node(10, 100);
  node.comes('a', FORGETFUL);
  node.comes('liar', HONEST);
  await node.passes(60_000);
  expect([node.holds, node.asked.some(({ kind }) => kind === 'askSnapshot')]).toEqual([[], false]);
  // Of a better branch that parts from ours below the head.
  node.lacking = 8;
  node.claims('a', FORGETFUL);
  await node.passes(1_000);
  expect([node.holds, node.asked.at(-1)?.kind]).toEqual([[true], 'askSnapshot']);
  node.lacking = undefined;
  await node.passes(60_000);
  expect(node.holds).toEqual([true, false]);
});

test('it looks as soon as the engine lacks a block: nobody announces anything', async () => {
  node = new Node(8, 20);
  node.comes('p', { final: 30, keptFrom: 5 });
  await node.passes(SNAPSHOT.headersMs);
  expect(node.asked).toEqual([]);
  node.lacking = 9;
  node.snapshots.onLacking();
  await node.passes(0);
  expect(node.asked.map(({ kind }) => kind)).toEqual(['getHeaders']);
});

test('no two questions for headers have the same number in one session, however often a node looks anew', async () => {
  node = new Node(10, 100);
  node.comes('a', FORGETFUL);
  node.comes('b', HONEST);
  for (let looks = 0; looks < 3; looks += 1) {
    node.lacking = 8;
    node.claims('a', FORGETFUL);
    await node.passes(1_000);
    node.lacking = undefined;
    await node.passes(60_000);
  }
  expect(node.holds).toEqual([true, false, true, false, true, false]);
  expect(new Set(node.requests).size).toBe(node.requests.length);
});

test('silent peers that come anew all the time do not keep a node held once the next block can be had', async () => {
  node = new Node(10, 100);
  node.comes('a', FORGETFUL);
  await node.passes(1_000);
  expect(node.holds).toEqual([true]);
  node.comes('b', HONEST);
  for (let second = 0; second < 60; second += 1) {
    for (let i = 0; i < 20; i += 1) if (!node.peers.has(`silent ${i}`)) node.comes(`silent ${i}`, { final: TOP, keptFrom: TOP, isSilent: true });
    await node.passes(1_000);
  }
  expect(node.holds).toEqual([true, false]);
  expect(node.peers.has('b')).toBe(true);
});

test('whoever is honest is heard among silent peers, each in its turn', async () => {
  node = new Node(10, 100);
  for (let i = 0; i < 8; i += 1) node.comes(`silent ${i}`, { final: TOP, keptFrom: TOP, isSilent: true });
  node.comes('a', FORGETFUL);
  for (let second = 0; second < 240; second += 1) {
    for (let i = 0; i < 8; i += 1) if (!node.peers.has(`silent ${i}`)) node.comes(`silent ${i}`, { final: TOP, keptFrom: TOP, isSilent: true });
    await node.passes(1_000);
  }
  expect(node.asked.some(({ peer }) => peer === 'a')).toBe(true);
  expect(node.holds[0]).toBe(true);
});

test('claims make nobody be asked for headers more often than once in a while', async () => {
  node = new Node(TOP, FAR);
  node.comes('honest', HONEST);
  const seconds = 50;
  for (let i = 0; i < seconds * 20; i += 1) {
    node.comes('liar', LIAR);
    await node.passes(50);
    node.leaves('liar');
  }
  const rounds = node.asked.filter(({ peer }) => peer === 'honest').length;
  expect(rounds).toBeGreaterThan(1);
  expect(rounds).toBeLessThanOrEqual(1 + (seconds * 1_000) / SNAPSHOT.headersMs);
});

test('a node that could go by blocks waits for a state for a while, then goes by blocks, and looks again later, or as soon as a block cannot be had', async () => {
  const long = new TestWork({ initialWork: 1, leastWork: 1, finalDepth: DEPTH }).extend(SNAPSHOT.gapBlocksMin + 50);
  node = new Node(10, 100, long);
  node.nowMs = at(long.blocks.length, long).header.timeMs;
  node.comes('a', { final: long.blocks.length - DEPTH, keptFrom: 1 });
  await node.passes(SNAPSHOT.offerMsMax / 2);
  expect([node.holds, node.asked.some(({ kind }) => kind === 'askSnapshot')]).toEqual([[true], true]);
  await node.passes(SNAPSHOT.offerMsMax / 2 + SNAPSHOT.headersMs + 1_000);
  expect(node.holds).toEqual([true, false]);
  const looked = node.asked.length;
  await node.passes(SNAPSHOT.byBlocksMs / 2);
  expect(node.asked.length).toBe(looked);
  await node.passes(SNAPSHOT.byBlocksMs / 2 + SNAPSHOT.headersMs);
  expect(node.holds).toEqual([true, false, true]);
  await node.passes(SNAPSHOT.offerMsMax + SNAPSHOT.headersMs);
  expect(node.holds).toEqual([true, false, true, false]);
  node.lacking = 11;
  node.snapshots.onLacking();
  await node.passes(SNAPSHOT.headersMs + 1_000);
  expect(node.holds).toEqual([true, false, true, false, true]);
  await node.passes(10 * SNAPSHOT.offerMsMax); // What is lacking is waited for.
  expect(node.holds).toEqual([true, false, true, false, true]);
});
