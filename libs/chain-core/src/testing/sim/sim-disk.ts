import type { Bytes } from '../../primitives/bytes';
import { encodeFrame, scanFrames, type VoteRecord } from '../../storage/vote-frame';
import type { Random } from './random';
import { SIM_GENESIS, type SimBlock } from './sim-block';
import type { DiskFault, Restored } from './world';

/** What one node keeps through a crash: the engine's log, in the frames of the real one, and the final chain. */
export class SimDisk {
  readonly chain: SimBlock[] = [SIM_GENESIS];
  /** Finalisation of some of the chain's blocks, by height. */
  readonly certificates = new Map<number, Bytes>();
  private live: VoteRecord[] = [];
  private frames: Bytes[] = [];
  private unsynced: VoteRecord[] = [];

  get final(): SimBlock {
    return this.chain.at(-1)!;
  }

  append(view: number, bytes: Bytes): void {
    this.unsynced.push({ view, bytes });
  }

  sync(): void {
    if (this.unsynced.length === 0) return;
    this.frames.push(encodeFrame(this.frames.length, this.unsynced));
    this.live.push(...this.unsynced);
    this.unsynced = [];
  }

  /** Begins a new segment with what still matters. */
  prune(upToView: number): void {
    this.live = this.live.filter((kept) => kept.view > upToView);
    this.frames = this.live.length > 0 ? [encodeFrame(0, this.live)] : [];
  }

  /** Power fails: the frame that was being written may be there in part. */
  crash(random: Random, fault?: DiskFault): void {
    const torn = this.unsynced.length > 0 ? encodeFrame(this.frames.length, this.unsynced) : new Uint8Array(0);
    this.unsynced = [];
    if (fault === 'lost writes') this.frames = this.frames.slice(0, random.below(this.frames.length + 1));
    else if (torn.length > 0) this.frames.push(torn.slice(0, random.below(torn.length + 1)));
    if (fault === 'flipped bit') this.flipBit(random);
  }

  forgetLog(): void {
    this.live = [];
    this.frames = [];
    this.unsynced = [];
  }

  /** Throws StorageFailed('corrupt') when the log cannot be believed; a torn end is cut off. */
  restored(): Restored {
    const { records, nextSequence } = scanFrames(Buffer.concat(this.frames), 0, 0, 'the log');
    this.live = [...records];
    this.frames = this.frames.slice(0, nextSequence);
    const past = { epochView: SIM_GENESIS.view, blocks: this.chain.slice(1) };
    return { log: records.map(({ bytes }) => bytes), final: this.final, certificate: this.certificates.get(this.final.height), past };
  }

  private flipBit(random: Random): void {
    const frame = this.frames.length > 0 ? random.pick(this.frames) : new Uint8Array(0);
    if (frame.length > 0) frame[random.below(frame.length)]! ^= 1 << random.below(8);
  }
}
