import type { FinalChain } from '../../../consensus/pow/options';
import { toBinary } from '../../../crypto/hash';
import type { ExecutedBlock } from '../../../node/executed-block';
import type { Bytes, Hash } from '../../../primitives/bytes';
import type { SealedBlock } from '../../../protocol/block';
import { blockId } from '../../../protocol/ids';
import { StateBase } from '../../../state/state-base';
import type { Random } from '../random';
import { MemoryShelf } from './memory-shelf';

interface Kept {
  readonly view: number;
  readonly record: Bytes;
}

/** A final block; of one that was forgotten, or never was here, the header. */
interface Final {
  readonly headerBytes: Bytes;
  readonly body: { readonly block: SealedBlock; readonly results: readonly Bytes[] } | undefined;
}

/** What one node keeps through a crash: the engine's log, the final blocks, the state after them, and what was fetched of another state. */
export class PowDisk implements FinalChain {
  /** The state after the newest final block. */
  base: StateBase;
  shelf = new MemoryShelf();
  /** Height of the oldest block after genesis that is here whole. */
  keptFrom = 1;
  private finals: Final[] = [];
  private heights = new Map<string, number>();
  private log: Kept[] = [];
  private unsynced: Kept[] = [];

  constructor(private readonly genesis: (base: StateBase) => ExecutedBlock) {
    this.base = new StateBase();
    this.begin();
  }

  get records(): readonly Bytes[] {
    return this.log.map(({ record }) => record);
  }

  /** The newest final block. */
  get final(): SealedBlock {
    return this.finals.at(-1)!.body!.block;
  }

  get finalHeight(): number {
    return this.finals.length - 1;
  }

  /** Blocks and state at once, as the batch of the real store. @param onSettled the state is the one after this block, and will be until it returns */
  commit(blocks: readonly ExecutedBlock[], onSettled: (block: ExecutedBlock) => void): void {
    for (const executed of blocks) {
      this.addBlock(executed.block, executed.resultLeaves);
      executed.state.settle();
      onSettled(executed);
    }
  }

  /** Of blocks below this height only headers stay. */
  prune(below: number): void {
    for (; this.keptFrom < below; this.keptFrom += 1) this.finals[this.keptFrom] = { headerBytes: this.header(this.keptFrom)!, body: undefined };
  }

  heightOf(id: Hash): number | undefined {
    return this.heights.get(toBinary(id));
  }

  header(height: number): Bytes | undefined {
    return this.finals[height]?.headerBytes;
  }

  block(height: number): Bytes | undefined {
    return this.finals[height]?.body?.block.bytes;
  }

  results(height: number): readonly Bytes[] | undefined {
    return this.finals[height]?.body?.results;
  }

  append(view: number, record: Bytes): void {
    this.unsynced.push({ view, record });
  }

  sync(): void {
    this.log.push(...this.unsynced);
    this.unsynced = [];
  }

  pruneLog(upToView: number): void {
    this.log = this.log.filter(({ view }) => view > upToView);
  }

  /** Power fails: of what was not synced yet some first records may have arrived; a torn last one is repaired away. */
  crash(random: Random): void {
    this.log.push(...this.unsynced.slice(0, random.below(this.unsynced.length + 1)));
    this.unsynced = [];
  }

  /** A block whose state was fetched becomes the newest final one, with the headers that lead to it from our own on: one durable batch. The state that lies here is still another one. */
  adopt(block: SealedBlock, { results, headers }: { readonly results: readonly Bytes[]; readonly headers: readonly Bytes[] }): void {
    this.finals = this.finals.map(({ headerBytes }, height) => (height === 0 ? this.finals[0]! : { headerBytes, body: undefined }));
    for (const headerBytes of headers) {
      this.heights.set(toBinary(blockId(headerBytes)), this.finals.length);
      this.finals.push({ headerBytes, body: undefined });
    }
    this.addBlock(block, results);
    this.keptFrom = block.header.height;
  }

  /** All of the chain is gone: the node is a new one. */
  forget(): void {
    [this.base, this.shelf, this.finals, this.heights, this.log, this.keptFrom] = [new StateBase(), new MemoryShelf(), [], new Map(), [], 1];
    this.begin();
  }

  private begin(): void {
    const genesis = this.genesis(this.base);
    genesis.state.settle();
    this.addBlock(genesis.block, genesis.resultLeaves);
  }

  private addBlock(block: SealedBlock, results: readonly Bytes[]): void {
    this.heights.set(toBinary(block.id), block.header.height);
    this.finals.push({ headerBytes: block.headerBytes, body: { block, results } });
  }
}
