import type { Executor } from '../execution';
import type { Bytes } from '../primitives/bytes';
import { EMPTY, equalBytes } from '../primitives/bytes';
import type { BlockHeader } from '../protocol/block';
import { encodeCommittee } from '../protocol/codec';
import { endsEpoch } from '../protocol/epoch';
import { decodeHeader } from '../protocol/codec';
import { encodeStateRange } from '../state/range-codec';
import { collectRange, type RangeBounds } from '../state/state-range';
import type { TrieView } from '../state/proof';
import type { ChainStore } from '../storage';
import { encodeHandOverStep, encodeHeadAnswer, encodeSnapshotHead, SNAPSHOT } from '../sync';
import type { SnapshotName } from '../sync';
import type { Clock } from './clock';
import { headersOfPast } from './epoch-past';
import type { ExecutedBlock } from './executed-block';
import type { NodeLog } from './node-log';

export interface SnapshotsOptions {
  readonly final: ExecutedBlock;
  readonly blockBytesMax: number;
  /** States are offered of the first blocks of spans of so many milliseconds. */
  readonly spanMs: number;
  /** Whether a block must have a certificate: on chains of votes. */
  readonly isCertified: boolean;
}

export interface SnapshotsParts {
  readonly store: Pick<ChainStore, 'block' | 'results' | 'certificate' | 'handOver'> & { header(height: number): { readonly bytes: Bytes } | undefined };
  readonly states: { pin(): TrieView & { release(): void } };
  readonly executor: Executor;
  readonly clock: Clock;
  readonly log: NodeLog;
  /** The newest final block, whose state knows every committee there was. */
  final(): ExecutedBlock;
}

interface Held extends SnapshotName {
  readonly header: BlockHeader;
  readonly state: ReturnType<SnapshotsParts['states']['pin']>;
  readonly sinceMs: number;
  askedAtMs: number;
}

/**
 * The states that this node gives to others (snapshot.md). It holds none until somebody asks; then that of the next block which other nodes hold too, because
 * which blocks these are is said by their times.
 */
export class Snapshots {
  readonly #parts: SnapshotsParts;
  readonly #options: SnapshotsOptions;
  /** Oldest first. */
  #held: Held[] = [];
  #isWanted = false;
  /** The block whose state the base holds. */
  #newest: { readonly block: ExecutedBlock; readonly canBeHeld: boolean };

  constructor(options: SnapshotsOptions, parts: SnapshotsParts) {
    const { final } = options;
    this.#options = options;
    this.#parts = parts;
    const before = final.height === 0 ? undefined : parts.store.header(final.height - 1);
    this.#newest = { block: final, canBeHeld: before !== undefined && this.#canBeHeld(final.block.header, decodeHeader(before.bytes), parts.store.certificate(final.height)) };
  }

  /** Whoever takes a state wants its block, and goes on with those after it. */
  get neededFrom(): number | undefined {
    this.#letGo();
    return this.#held[0]?.height;
  }

  settled(block: ExecutedBlock, certificate: Bytes | undefined): void {
    this.#newest = { block, canBeHeld: this.#canBeHeld(block.block.header, this.#newest.block.block.header, certificate) };
    if (this.#isWanted) this.#holdNewest();
  }

  /** Which state this node can give. Asking for it makes it hold one: at once if it can, or soon. */
  offer(): SnapshotName | undefined {
    this.#letGo();
    const nowMs = this.#parts.clock.nowMs();
    if (nowMs - (this.#held.at(-1)?.sinceMs ?? -Infinity) > SNAPSHOT.freshMs) {
      this.#isWanted = true;
      this.#holdNewest();
    }
    const newest = this.#held.at(-1);
    if (newest !== undefined) newest.askedAtMs = nowMs;
    return newest;
  }

  /** @returns undefined when the state of that height is not held */
  head(height: number, fromEpoch: number): Bytes | undefined {
    const held = this.#find(height);
    if (held === undefined) return undefined;
    const { store } = this.#parts;
    const handOvers: Bytes[] = [];
    let bytes = 0;
    let epoch = fromEpoch;
    for (; epoch < held.header.epoch && bytes < SNAPSHOT.handOversBytesMax; epoch += 1) {
      const step = this.#handOver(epoch);
      if (step === undefined) return undefined;
      handOvers.push(step);
      bytes += step.length;
    }
    if (epoch < held.header.epoch) return encodeHeadAnswer({ head: undefined, handOvers });
    const { isCertified, blockBytesMax } = this.#options;
    const [block, results, certificate] = [store.block(height), store.results(height), isCertified ? store.certificate(height) : EMPTY];
    if (block === undefined || results === undefined || certificate === undefined) return undefined;
    const head = encodeSnapshotHead({ block, results, certificate, past: isCertified ? headersOfPast(held.header, store) : [] });
    return head.length > 4 * blockBytesMax ? undefined : encodeHeadAnswer({ head, handOvers });
  }

  range(height: number, bounds: RangeBounds): Bytes | undefined {
    const held = this.#find(height);
    return held && encodeStateRange(collectRange(held.state, bounds, SNAPSHOT.rangeBytesMax));
  }

  close(): void {
    for (const { state } of this.#held.splice(0)) state.release();
  }

  #find(height: number): Held | undefined {
    this.#letGo();
    const held = this.#held.find((each) => each.height === height);
    if (held !== undefined) held.askedAtMs = this.#parts.clock.nowMs();
    return held;
  }

  #holdNewest(): void {
    const { block: executed, canBeHeld: isRight } = this.#newest;
    const { block, height } = executed;
    if (!isRight || this.#held.some(({ blockId }) => equalBytes(blockId, block.id))) return;
    const nowMs = this.#parts.clock.nowMs();
    this.#isWanted = false;
    this.#held.push({ height, blockId: block.id, header: block.header, state: this.#parts.states.pin(), sinceMs: nowMs, askedAtMs: nowMs });
    while (this.#held.length > SNAPSHOT.heldMax) this.#held.shift()!.state.release();
    this.#parts.log('info', 'holding the state for nodes that want to have it', { height });
  }

  #letGo(): void {
    const nowMs = this.#parts.clock.nowMs();
    const isOver = ({ askedAtMs, sinceMs }: Held) => nowMs - askedAtMs > SNAPSHOT.idleMs || nowMs - sinceMs > SNAPSHOT.heldMsMax;
    if (!this.#held.some(isOver)) return;
    for (const held of this.#held) if (isOver(held)) held.state.release();
    this.#held = this.#held.filter((held) => !isOver(held));
  }

  #handOver(epoch: number): Bytes | undefined {
    const { store, executor, final } = this.#parts;
    const ended = store.handOver(epoch);
    const header = ended && store.header(ended.height);
    const certificate = ended && store.certificate(ended.height);
    if (header === undefined || certificate === undefined) return undefined;
    const committee = encodeCommittee(executor.seatsAfter(final().asParent)!.committee(epoch + 1));
    return encodeHandOverStep({ header: header.bytes, certificate, committee, closing: ended!.closing });
  }

  /** Blocks of which every node that has them (on chains of votes: with a certificate of their own) thinks the same. */
  #canBeHeld(header: BlockHeader, before: Pick<BlockHeader, 'timeMs'>, certificate: Bytes | undefined): boolean {
    const { spanMs, isCertified } = this.#options;
    const isFirstOfSpan = Math.floor(header.timeMs / spanMs) > Math.floor(before.timeMs / spanMs);
    return isFirstOfSpan && header.height > 0 && (!isCertified || (certificate !== undefined && certificate.length > 0 && !endsEpoch(header)));
  }
}
