import { keyPairFromSeed, sign } from '../crypto/sign';
import { merkleRoot } from '../crypto/merkle';
import { concatBytes, type Bytes } from '../primitives/bytes';
import type { SealedBlock } from '../protocol/block';
import { encodeCertificate, sealBlock } from '../protocol/codec';
import { committeeHash } from '../protocol/committee';
import { ZERO_HASH, voteSigningBytes } from '../protocol/ids';
import { writeSigners } from '../protocol/signers';
import type { Committee } from '../protocol/vote';
import { collectBatch, encodeBatch } from './batch';
import { CatchUp } from './catch-up';
import { SYNC } from './limits';

const chainId = new Uint8Array(32).fill(1);
const keys = [1, 2, 3, 4].map((n) => keyPairFromSeed(new Uint8Array(32).fill(n)));
const committee: Committee = { epoch: 0, scheme: 'ed25519', seats: keys.map(({ publicKey }) => ({ votingKey: publicKey, nodeKey: publicKey })) };
const bodyRoot = merkleRoot([]);

function blockOn(parent: SealedBlock | undefined, salt = 0): SealedBlock {
  const height = parent === undefined ? 0 : parent.header.height + 1;
  const hash = committeeHash(committee);
  return sealBlock({
    protocolVersion: 1, chainId, height, epoch: 0, view: height, parentId: parent?.id ?? ZERO_HASH, timeMs: height + salt, proposer: 0, transactionCount: 0,
    transactionsRoot: bodyRoot, resultsRoot: bodyRoot, stateRoot: ZERO_HASH, committeeHash: hash, nextCommitteeHash: hash,
  }, []);
}

function certify(block: SealedBlock, seats: readonly number[] = [0, 1, 2], kind: 'finalise' | 'notarise' = 'finalise'): Bytes {
  const subject = { kind, epoch: 0, view: block.header.view, blockId: block.id };
  const signatures = seats.map((seat) => sign(voteSigningBytes(chainId, subject), keys[seat]!));
  return encodeCertificate({ ...subject, scheme: 'ed25519', signers: writeSigners(seats, 4), proof: concatBytes(...signatures) });
}

/** A chain of which only some heights have a certificate of their own. */
class Chain {
  readonly blocks = [blockOn(undefined)];
  constructor(height: number, readonly certified: (height: number) => boolean = () => true) {
    while (this.blocks.length <= height) this.blocks.push(blockOn(this.blocks.at(-1)));
  }
  readonly source = {
    block: (height: number) => this.blocks[height]?.bytes,
    handOver: () => undefined,
    certificate: (height: number) => (this.blocks[height] && height > 0 && this.certified(height) ? certify(this.blocks[height]) : undefined),
  };
}

/** One node that catches up, in virtual time; `answers` says what each peer sends. */
class Follower {
  readonly applied: SealedBlock[];
  readonly dropped: string[] = [];
  readonly asked: string[] = [];
  readonly #timers: { atMs: number; call: () => void }[] = [];
  nowMs = 0;
  /** What applying waits for. */
  disk: Promise<void> = Promise.resolve();
  readonly catchUp: CatchUp;
  constructor(genesis: SealedBlock, readonly answers: Record<string, (fromHeight: number) => Bytes | undefined>, votes = false) {
    this.applied = [genesis];
    this.catchUp = new CatchUp({ votes }, {
      expected: () => ({ chainId, committee, parent: { height: this.applied.length - 1, id: this.applied.at(-1)!.id } }),
      ask: (peer, request, fromHeight) => {
        this.asked.push(`${peer} ${fromHeight}`);
        const answer = this.answers[peer]!(fromHeight);
        if (answer !== undefined) setImmediate(() => void this.catchUp.onBlocks(peer, request, answer));
      },
      announce: () => undefined,
      apply: async (blocks) => {
        await this.disk;
        this.applied.push(...blocks);
      },
      drop: (peer) => {
        this.dropped.push(peer);
        this.catchUp.onDisconnected(peer);
      },
      isHeldBack: () => false,
      nowMs: () => this.nowMs,
      later: (pauseMs, call) => {
        const timer = { atMs: this.nowMs + pauseMs, call };
        this.#timers.push(timer);
        return () => void this.#timers.splice(this.#timers.indexOf(timer) >>> 0, 1);
      },
    });
    for (const peer of Object.keys(answers)) this.catchUp.onConnected(peer);
  }
  async settle(): Promise<void> {
    for (let i = 0; i < 50; i += 1) await new Promise((resolve) => setImmediate(resolve));
  }
  async pass(ms: number): Promise<void> {
    this.nowMs += ms;
    for (const timer of this.#timers.filter(({ atMs }) => atMs <= this.nowMs)) {
      this.#timers.splice(this.#timers.indexOf(timer), 1);
      timer.call();
    }
    await this.settle();
  }
}
const honest = (chain: Chain) => (from: number) => encodeBatch(collectBatch(chain.source, from));

test('fetches everything, in batches that end with a certified block', async () => {
  const chain = new Chain(SYNC.batchBlocksMax * 2 + 10, (height) => height % 7 === 3 || height === SYNC.batchBlocksMax * 2 + 10);
  const follower = new Follower(chain.blocks[0]!, { a: honest(chain) });
  follower.catchUp.onClaim('a', chain.blocks.length - 1);
  await follower.settle();
  expect(follower.applied.map(({ id }) => id)).toEqual(chain.blocks.map(({ id }) => id));
  expect(follower.asked.length).toBeGreaterThanOrEqual(3);
});

test('fetches ahead of what is being applied, but not without bound', async () => {
  const chain = new Chain(SYNC.batchBlocksMax * 4);
  const follower = new Follower(chain.blocks[0]!, { a: honest(chain) });
  let ready = (): void => undefined;
  follower.disk = new Promise((resolve) => (ready = resolve));
  follower.catchUp.onClaim('a', chain.blocks.length - 1);
  await follower.settle();
  expect(follower.applied).toHaveLength(1);
  expect(follower.asked).toEqual(Array.from({ length: SYNC.batchesAheadMax }, (_, i) => `a ${1 + i * SYNC.batchBlocksMax}`));
  ready();
  await follower.settle();
  expect(follower.applied.map(({ id }) => id)).toEqual(chain.blocks.map(({ id }) => id));
});

test('what was fetched ahead and does not hold harms nothing but its sender', async () => {
  const chain = new Chain(SYNC.batchBlocksMax * 2);
  const halfGood = (from: number) => (from === 1 ? honest(chain)(from) : Uint8Array.of(1, 2, 3));
  const follower = new Follower(chain.blocks[0]!, { bad: halfGood, good: honest(chain) });
  follower.catchUp.onClaim('bad', chain.blocks.length);
  follower.catchUp.onClaim('good', chain.blocks.length - 1);
  await follower.settle();
  expect(follower.dropped).toEqual(['bad']);
  expect(follower.applied.map(({ id }) => id)).toEqual(chain.blocks.map(({ id }) => id));
});

test('a claimed height alone moves nothing, and whoever has nothing to show is passed over', async () => {
  const chain = new Chain(5);
  const follower = new Follower(chain.blocks[0]!, { liar: () => new Uint8Array(0), honest: honest(chain) });
  follower.catchUp.onClaim('liar', 1_000_000);
  await follower.settle();
  expect(follower.applied).toHaveLength(1);
  follower.catchUp.onClaim('honest', 5);
  await follower.settle();
  expect(follower.applied).toHaveLength(6);
});

test('a peer that never answers costs seconds, then another is asked', async () => {
  const chain = new Chain(5);
  const follower = new Follower(chain.blocks[0]!, { stalls: () => undefined, honest: honest(chain) });
  follower.catchUp.onClaim('stalls', 9);
  follower.catchUp.onClaim('honest', 5);
  expect(follower.asked).toEqual(['stalls 1']);
  await follower.pass(SYNC.answerMsMax);
  expect(follower.applied).toHaveLength(6);
});

test('a validator leaves a small gap to consensus for a while', async () => {
  const chain = new Chain(3);
  const follower = new Follower(chain.blocks[0]!, { a: honest(chain) }, true);
  follower.catchUp.onClaim('a', 3);
  expect(follower.asked).toEqual([]);
  await follower.pass(SYNC.validatorPatienceMs);
  expect(follower.applied).toHaveLength(4);
});

const chain = new Chain(4);
const blocks = chain.blocks.slice(1).map(({ bytes }) => bytes);
const last = chain.blocks.at(-1)!;
const other = blockOn(chain.blocks[3], 5);
const otherBody = Buffer.concat([last.bytes]);
test.each([
  ['rubbish', Uint8Array.of(1, 2, 3)],
  ['lengths that do not add up', Uint8Array.of(0, 0, 0, 9, 1)],
  ['a certificate and no block', encodeBatch({ blocks: [], certificate: certify(last) })],
  ['a certificate of another block', encodeBatch({ blocks, certificate: certify(other) })],
  ['a certificate below the quorum', encodeBatch({ blocks, certificate: certify(last, [0, 1]) })],
  ['a certificate that only notarises', encodeBatch({ blocks, certificate: certify(last, [0, 1, 2], 'notarise') })],
  ['one signer counted twice', encodeBatch({ blocks, certificate: certify(last, [0, 1, 1]) })],
  ['a gap', encodeBatch({ blocks: [blocks[0]!, ...blocks.slice(2)], certificate: certify(last) })],
  ['another branch below a certified block', encodeBatch({ blocks: [blockOn(chain.blocks[0], 9).bytes, ...blocks.slice(1)], certificate: certify(last) })],
  ['a certified header with another body', encodeBatch({ blocks: [...blocks.slice(0, -1), Buffer.concat([otherBody, Buffer.alloc(4)])], certificate: certify(last) })],
])('a peer that sends %s is dropped, nothing of it is applied, and another is asked', async (_what, answer) => {
  const follower = new Follower(chain.blocks[0]!, { bad: () => answer, honest: honest(chain) });
  follower.catchUp.onClaim('bad', 9);
  follower.catchUp.onClaim('honest', 4);
  await follower.settle();
  expect(follower.dropped).toEqual(['bad']);
  expect(follower.applied.map(({ id }) => id)).toEqual(chain.blocks.map(({ id }) => id));
});
