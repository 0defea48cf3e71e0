import fc from 'fast-check';
import { hashBinary, toBinary } from '../crypto/hash';
import type { Bytes } from '../primitives/bytes';
import { toHex } from '../primitives/bytes';
import { verifyStateProof } from '../state/proof';
import { hashKey } from '../state/state-base';
import type { StateVersion } from '../state/state-version';
import { updateTrie } from '../testing/object-trie';
import { LedgerWorld, outputWords, realOutput } from '../testing/sim/ledger/ledger-world';
import { makeAttempt } from '../testing/sim/ledger/make-attempt';
import { NaiveLedger } from '../testing/sim/ledger/naive-ledger';
import { Random } from '../testing/sim/random';
import { BlockTree } from './block-tree';
import { ExecutedBlock } from './executed-block';

const STEPS = 24;
const ALL = 100_000;

/** Blocks that rival each other, each with what a naive ledger that saw only its branch holds. */
class Branches {
  private readonly world = new LedgerWorld();
  private readonly tree: BlockTree;
  private readonly ledgers = new Map<string, NaiveLedger>();
  private alive: ExecutedBlock[];
  private undurable: ExecutedBlock[] = [];
  private readonly recorded = new Set<string>();

  constructor(private readonly random: Random) {
    const { chain } = this.world;
    const block = chain.build([]).block;
    const genesis = ExecutedBlock.of(block, chain.executor.execute(chain.head, block));
    for (const { state } of [chain.head, genesis]) state.settle();
    this.tree = new BlockTree(genesis);
    this.alive = [genesis];
    this.ledgers.set(toHex(genesis.block.id), new NaiveLedger());
  }

  /** A block on some block that is alive: the head goes over to it, wherever it is. */
  extend(): void {
    const { chain } = this.world;
    const parent = this.random.pick(this.alive);
    const ledger = this.ledgers.get(toHex(parent.block.id))!.clone();
    chain.head = parent.asParent;
    const made = Array.from({ length: this.random.between(0, 4) }, () => {
      const attempt = makeAttempt(this.random, ledger);
      return { attempt, transaction: this.world.make(attempt) };
    });
    // Two blocks of one parent must differ.
    const afterMs = this.random.between(100, 1_500);
    const { block } = chain.build(made.map(({ transaction }) => transaction), afterMs);
    const recorded = new Set(block.transactions.map(({ txId }) => toHex(txId)));
    for (const { key } of block.transactions) this.recorded.add(key);
    for (const { attempt, transaction } of made) {
      const txId = toHex(transaction.txId);
      const accepted = ledger.accepts(txId, attempt, afterMs, block.header.timeMs);
      expect([attempt.kind, recorded.has(txId)]).toEqual([attempt.kind, accepted]);
      if (accepted) ledger.record(txId, attempt);
    }
    const executed = ExecutedBlock.of(block, chain.executor.execute(parent.asParent, block));
    if (this.tree.get(block.id) !== undefined) return;
    this.tree.add(executed);
    this.tree.setHead(block.id);
    this.ledgers.set(toHex(block.id), ledger);
    this.alive.push(executed);
  }

  /** The oldest block of some branch is final: what stands beside it is gone. */
  finalise(): void {
    const [oldest] = [...this.tree.branch(this.random.pick(this.alive).block.id)].reverse();
    if (oldest === undefined) return;
    const { blocks } = this.tree.finalise(oldest.block.id);
    for (const { state } of blocks) state.settle();
    this.undurable.push(...blocks);
    this.alive = this.alive.filter(({ block }) => this.tree.get(block.id) !== undefined);
  }

  /** What is final reaches the disk. */
  settle(): void {
    this.tree.durable(this.undurable.splice(0));
  }

  /** Where the tree says a transaction is, against a walk along the head's branch and what is on its way to the disk. */
  checkPlaces(): void {
    const branch = [...this.tree.branch(this.tree.head.block.id)];
    const isHeld = this.tree.holding(this.tree.head.block.id);
    const others = this.alive.map(({ block }) => ({ held: this.tree.holding(block.id), walked: [...this.tree.branch(block.id)] }));
    const holds = (key: string) => (executed: ExecutedBlock) => executed.indexOf(key) !== undefined;
    for (const key of this.recorded) {
      expect(this.tree.holder(key)).toBe(branch.find(holds(key)) ?? this.undurable.find(holds(key)));
      expect(isHeld(key)).toBe(branch.some(holds(key)));
      for (const { held, walked } of others) expect(held(key)).toBe(walked.some(holds(key)));
    }
  }

  /** Every branch still holds exactly what its own blocks made, whatever happened on others. */
  check(): void {
    for (const { block, state } of this.alive) {
      this.world.chain.head = { id: block.id, header: block.header, state };
      const { coins } = this.ledgers.get(toHex(block.id))!;
      expect([...this.world.outputs()].sort()).toEqual([...coins].map(([place, output]) => [place, outputWords(realOutput(output))]).sort());
      expect(toHex(state.root)).toBe(toHex(block.header.stateRoot));
    }
  }

  /** One state against a tree of objects made of its entries, and proofs from it. */
  prove(): void {
    const { state } = this.random.pick(this.alive);
    const entries = state.range({ from: '', limit: ALL });
    const leaves = entries.map(([key, value]) => ({ key: hashKey(key), valueHash: hashBinary(value) })).sort((a, b) => (a.key < b.key ? -1 : 1));
    expect(toBinary(state.root)).toBe(updateTrie(undefined, leaves)?.hash);
    const [key, value] = this.random.pick(entries);
    const present = Buffer.from(key, 'latin1');
    const absent = Buffer.concat([present, Buffer.of(this.random.below(256))]);
    this.judge(state, present, value);
    if (!entries.some(([other]) => other === absent.toString('latin1'))) this.judge(state, absent, undefined);
  }

  private judge(state: StateVersion, key: Bytes, value: Bytes | undefined): void {
    const proof = state.prove(key);
    const other = this.random.pick(this.alive).state;
    const step = this.random.below(Math.max(1, proof.steps.length));
    const changed = { ...proof, steps: proof.steps.map((it, i) => (i === step ? { ...it, sibling: it.sibling.map((byte, at) => (at === 7 ? byte ^ 4 : byte)) } : it)) };
    expect(verifyStateProof(state.root, key, value, proof)).toBe(true);
    expect(verifyStateProof(state.root, key, value === undefined ? Buffer.of(1) : undefined, proof)).toBe(false);
    if (toHex(other.root) !== toHex(state.root)) expect(verifyStateProof(other.root, key, value, proof) && toHex(other.get(key.toString()) ?? Buffer.of()) !== toHex(value ?? Buffer.of())).toBe(false);
    if (proof.steps.length > 0) expect(verifyStateProof(state.root, key, value, changed)).toBe(false);
    if (proof.steps.length > 0) expect(verifyStateProof(state.root, key, value, { ...proof, steps: proof.steps.toSpliced(step, 1) })).toBe(false);
  }
}

test('going over to another branch undoes exactly what the abandoned one did, with several branches, and final blocks cutting some off', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const random = new Random(seed);
      const branches = new Branches(random);
      for (let step = 0; step < STEPS; step += 1) {
        branches.extend();
        if (random.chance(250)) branches.finalise();
        branches.checkPlaces();
        if (random.chance(250)) branches.settle();
        branches.check();
        branches.prove();
      }
    }),
    { numRuns: 10 },
  );
}, 120_000);
