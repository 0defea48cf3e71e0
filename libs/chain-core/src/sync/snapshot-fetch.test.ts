import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyPairFromSeed, sign } from '../crypto/sign';
import { merkleRoot } from '../crypto/merkle';
import { concatBytes, EMPTY, utf8, type Bytes } from '../primitives/bytes';
import type { SealedBlock } from '../protocol/block';
import { encodeCertificate, encodeCommittee, sealBlock } from '../protocol/codec';
import { committeeHash } from '../protocol/committee';
import { ZERO_HASH, voteSigningBytes } from '../protocol/ids';
import { writeSigners } from '../protocol/signers';
import type { Committee } from '../protocol/vote';
import { encodeStateRange } from '../state/range-codec';
import { collectRange } from '../state/state-range';
import { StateVersion } from '../state/state-version';
import { SnapshotStaging } from '../storage';
import { CertifiedHead } from './head-proof';
import { SNAPSHOT } from './limits';
import { SnapshotFetch, type SnapshotFetchParts } from './snapshot-fetch';
import { openStagedHead } from './staged-head';
import { encodeHandOverStep, encodeSnapshotHead } from './snapshot-head';
import { decodeGetHead, decodeGetRange, encodeHeadAnswer, encodeSnapshotName } from './snapshot-messages';
import { boundsFrom, prove } from './snapshot-ranges';

const chainId = new Uint8Array(32).fill(1);
const keys = [1, 2, 3, 4].map((n) => keyPairFromSeed(new Uint8Array(32).fill(n)));
const committeeOf = (epoch: number): Committee => ({ epoch, scheme: 'ed25519', seats: keys.map(({ publicKey }) => ({ votingKey: publicKey, nodeKey: publicKey })) });
const entries = Array.from({ length: 400 }, (_, i): [string, Bytes] => [`key ${i}`, utf8(`value ${i}`.repeat(20))]);
const state = StateVersion.ofEntries(entries);
const result = utf8('a result');

interface Place {
  readonly epoch: number;
  readonly nextEpoch?: number;
  readonly stateRoot?: Bytes;
}

function blockAt(height: number, parent: SealedBlock | undefined, { epoch, nextEpoch = epoch, stateRoot = ZERO_HASH }: Place): SealedBlock {
  return sealBlock({
    protocolVersion: 1, chainId, height, epoch, view: height, parentId: parent?.id ?? ZERO_HASH, timeMs: height * SNAPSHOT.spanMs, proposer: 0, transactionCount: 0,
    transactionsRoot: merkleRoot([]), resultsRoot: merkleRoot([result]), stateRoot, committeeHash: committeeHash(committeeOf(epoch)), nextCommitteeHash: committeeHash(committeeOf(nextEpoch)),
  }, []);
}

function certify({ header, id }: SealedBlock, seats: readonly number[] = [0, 1, 2]): Bytes {
  const subject = { kind: 'finalise' as const, epoch: header.epoch, view: header.view, blockId: id };
  return encodeCertificate({ ...subject, scheme: 'ed25519', signers: writeSigners(seats, 4), proof: concatBytes(...seats.map((seat) => sign(voteSigningBytes(chainId, subject), keys[seat]!))) });
}

/** The committee hands over once; the state that is offered is of a block of the second epoch. */
const last = blockAt(50, undefined, { epoch: 0, nextEpoch: 1 });
const block = blockAt(51, last, { epoch: 1, stateRoot: state.root });
const name = { height: 51, blockId: block.id };
const step = { header: last.headerBytes, certificate: certify(last), committee: encodeCommittee(committeeOf(1)), closing: [] };
const head = { block: block.bytes, results: [result], certificate: certify(block), past: [last.headerBytes] };

type Kind = Parameters<SnapshotFetchParts['ask']>[1];
/** What a peer answers; undefined: it is silent. */
type Peer = (kind: Kind, payload: Bytes) => Bytes | undefined;

const honest: Peer = (kind, payload) => {
  if (kind === 'askSnapshot') return encodeSnapshotName(name);
  if (kind === 'getStateRange') return encodeStateRange(collectRange(state, decodeGetRange(payload)!, 1_000));
  return encodeHeadAnswer(decodeGetHead(payload)!.fromEpoch === 0 ? { head: undefined, handOvers: [encodeHandOverStep(step)] } : { head: encodeSnapshotHead(head), handOvers: [] });
};
/** Honest but for what it answers to one kind of question. */
const but = (kind: Kind, answer: Peer): Peer => (asked, payload) => (asked === kind ? answer : honest)(asked, payload);
const lyingHead = (changed: Partial<typeof head>): Peer => but('getSnapshotHead', () => encodeHeadAnswer({ head: encodeSnapshotHead({ ...head, ...changed }), handOvers: [encodeHandOverStep(step)] }));
const lyingHandOver = (changed: Partial<typeof step>): Peer => but('getSnapshotHead', () => encodeHeadAnswer({ head: encodeSnapshotHead(head), handOvers: [encodeHandOverStep({ ...step, ...changed })] }));

/** A node that fetches, in virtual time. */
class Joining {
  readonly dropped = new Map<string, string>();
  readonly asked: string[] = [];
  readonly staging: SnapshotStaging;
  readonly fetch: SnapshotFetch;
  complete = false;
  isNeeded = true;
  stillHolds = true;
  nowMs = 0;
  readonly #timers = new Set<{ atMs: number; call: () => void }>();

  constructor(dir: string, readonly peers: Record<string, Peer>) {
    this.staging = new SnapshotStaging({ dir });
    this.fetch = new SnapshotFetch({
      staging: this.staging,
      proof: () => new CertifiedHead({ chainId, committee: committeeOf(0) }),
      isWanted: ({ height }) => height > 10,
      stillHolds: () => this.stillHolds,
      beforeComplete: () => undefined,
      isNeeded: () => this.isNeeded,
      connected: () => Object.keys(this.peers),
      ask: (peer, kind, request, payload) => {
        this.asked.push(`${peer} ${kind}`);
        const answer = this.peers[peer]!(kind, payload);
        if (answer === undefined) return;
        setImmediate(() => (kind === 'askSnapshot' ? this.fetch.onOffer(peer, request, answer) : kind === 'getSnapshotHead' ? this.fetch.onHead(peer, request, answer) : this.fetch.onRange(peer, request, answer)));
      },
      drop: (peer, reason) => {
        this.dropped.set(peer, reason);
        delete this.peers[peer];
        this.fetch.onDisconnected(peer);
      },
      nowMs: () => this.nowMs,
      later: (pauseMs, call) => {
        const timer = { atMs: this.nowMs + pauseMs, call };
        this.#timers.add(timer);
        return () => void this.#timers.delete(timer);
      },
      pause: () => Promise.resolve(),
      onChosen: () => undefined,
      onComplete: () => (this.complete = true),
      onFatal: (error) => {
        throw error as Error;
      },
    });
    this.fetch.begin();
  }

  /** Lets time pass until it is done, or for so long. */
  async pass(ms: number): Promise<void> {
    for (const endMs = this.nowMs + ms; this.nowMs <= endMs && !this.complete; this.nowMs += 500) {
      for (const timer of [...this.#timers]) if (timer.atMs <= this.nowMs && this.#timers.delete(timer)) timer.call();
      for (let i = 0; i < 40 && !this.complete; i += 1) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Everything that a node installs. */
  keys(): string[] {
    const { block: staged } = openStagedHead(this.staging.head)!;
    return this.staging.starts().flatMap((from) => {
      const proven = prove(staged.header.stateRoot, boundsFrom(from), this.staging.read(from));
      return typeof proven === 'string' ? [proven] : proven.leaves.map(({ key }) => key);
    });
  }
}

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'snapshot-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const staged = () => join(dir, 'snapshot');
const all = entries.map(([key]) => key).sort();

test('a state comes from several peers, whole, with the block and the hand-overs that lead to it', async () => {
  const joining = new Joining(staged(), { a: honest, b: honest, c: honest });
  await joining.pass(10_000);
  expect(joining.complete).toBe(true);
  expect(joining.keys().sort()).toEqual(all);
  expect(joining.dropped.size).toBe(0);
  for (const peer of ['a', 'b', 'c']) expect(joining.asked.filter((asked) => asked === `${peer} getStateRange`).length).toBeGreaterThan(10);
  const { handOvers, head: kept } = openStagedHead(joining.staging.head)!;
  expect([handOvers, kept]).toEqual([[step].map((it) => expect.objectContaining({ header: it.header })), expect.objectContaining({ block: block.bytes, past: [last.headerBytes] })]);
});

const otherState = StateVersion.ofEntries([...entries.slice(1), ['forged', utf8('x')]]);
test.each<[string, Peer, RegExp]>([
  ['ranges of another state', but('getStateRange', (_, payload) => encodeStateRange(collectRange(otherState, decodeGetRange(payload)!, 1_000))), /root of the state/],
  ['other ranges than were asked for', but('getStateRange', (_, payload) => encodeStateRange(collectRange(state, { ...decodeGetRange(payload)!, from: '\0'.repeat(32) }, 1_000))), /worth nothing/],
  ['ranges that cannot be read', but('getStateRange', () => utf8('nonsense')), /cannot be read/],
  ['a certificate of too few', lyingHead({ certificate: certify(block, [0, 1]) }), /certificate does not hold/],
  ['other results', lyingHead({ results: [utf8('another result')] }), /results are not those/],
  ['another past', lyingHead({ past: [block.headerBytes] }), /does not lead to the block/],
  ['a block nobody certified', lyingHead({ block: blockAt(51, last, { epoch: 1, stateRoot: otherState.root }).bytes }), /certificate does not hold/],
  ['another committee', lyingHandOver({ committee: encodeCommittee({ ...committeeOf(1), seats: committeeOf(1).seats.slice(1) }) }), /another committee/],
  ['a hand-over nobody certified', lyingHandOver({ certificate: certify(last, [3]) }), /certificate of a hand-over/],
  ['a head that cannot be read', but('getSnapshotHead', () => utf8('nonsense')), /cannot be read/],
  ['an offer that cannot be read', but('askSnapshot', () => utf8('nonsense')), /offer cannot be read/],
  ['no ranges', but('getStateRange', () => undefined), /does not answer/],
  ['no head', but('getSnapshotHead', () => undefined), /does not answer/],
])('a peer that gives %s is dropped, and the others give the rest', async (_, liar, reason) => {
  const joining = new Joining(staged(), { liar, b: honest, c: honest });
  await joining.pass(60_000);
  expect(joining.complete).toBe(true);
  expect(joining.keys().sort()).toEqual(all);
  expect([...joining.dropped.keys()]).toEqual(['liar']);
  expect(joining.dropped.get('liar')).toMatch(reason);
});

test('many who offer the same lie are found out one by one', async () => {
  const other = blockAt(90, last, { epoch: 1, stateRoot: otherState.root });
  const liar = but('askSnapshot', () => encodeSnapshotName({ height: 90, blockId: other.id }));
  const joining = new Joining(staged(), { x: liar, y: liar, z: liar, a: honest });
  await joining.pass(60_000);
  expect(joining.complete).toBe(true);
  expect([...joining.dropped.keys()].sort()).toEqual(['x', 'y', 'z']);
});

test('a peer that says nothing keeps nobody waiting', async () => {
  const joining = new Joining(staged(), { silent: () => undefined, b: honest });
  await joining.pass(SNAPSHOT.chooseMs + 4_000);
  expect(joining.complete).toBe(true);
});

test('whoever no longer holds the state is asked for it no more, and not blamed', async () => {
  let given = 0;
  const forgetful = but('getStateRange', (kind, payload) => (given++ < 5 ? honest(kind, payload) : EMPTY));
  const joining = new Joining(staged(), { forgetful, b: honest });
  await joining.pass(60_000);
  expect([joining.complete, joining.dropped.size]).toEqual([true, 0]);
});

test('after a crash it goes on with what it has, whatever became of the files', async () => {
  let given = 0;
  const first = new Joining(staged(), { a: but('getStateRange', (kind, payload) => (given++ < 60 ? honest(kind, payload) : undefined)) });
  await first.pass(3_000);
  first.fetch.close();
  const files = readdirSync(staged()).filter((file) => file.endsWith('.range')).sort();
  expect(files.length).toBeGreaterThan(40);
  truncateSync(join(staged(), files[5]!), 40);
  const second = new Joining(staged(), { a: honest });
  await second.pass(10_000);
  expect(second.complete).toBe(true);
  expect(second.keys().sort()).toEqual(all);
  const ranges = second.asked.filter((asked) => asked === 'a getStateRange').length;
  expect(ranges).toBeLessThan(readdirSync(staged()).length - files.length + 10);
  expect(second.asked).not.toContain('a getSnapshotHead');
});

test('what nobody offers any more is given up after a while, for what is offered', async () => {
  const first = new Joining(staged(), { a: but('getStateRange', () => undefined) });
  await first.pass(3_000);
  first.fetch.close();
  const newer = blockAt(51, last, { epoch: 1, stateRoot: otherState.root });
  const newerHead = { ...head, block: newer.bytes, certificate: certify(newer) };
  const joining = new Joining(staged(), {
    a: (kind, payload) => {
      if (kind === 'askSnapshot') return encodeSnapshotName({ height: 51, blockId: newer.id });
      if (kind === 'getStateRange') return encodeStateRange(collectRange(otherState, decodeGetRange(payload)!, 1_000));
      return encodeHeadAnswer({ head: encodeSnapshotHead(newerHead), handOvers: [encodeHandOverStep(step)] });
    },
  });
  await joining.pass(SNAPSHOT.continueMs - 1_000);
  expect(joining.fetch.progress).toBeUndefined();
  await joining.pass(60_000);
  expect(joining.complete).toBe(true);
  expect(joining.keys()).toContain('forged');
});

test('it ends when blocks can be had after all', async () => {
  const joining = new Joining(staged(), { a: but('askSnapshot', () => EMPTY) });
  await joining.pass(5_000);
  expect(joining.fetch.isActive).toBe(true);
  joining.isNeeded = false;
  await joining.pass(5_000);
  expect(joining.fetch.isActive).toBe(false);
});
