import type { Bytes } from '../../primitives/bytes';
import { equalBytes } from '../../primitives/bytes';
import { headerLength } from '../../protocol/encode-block';
import { NONCE_BYTES, workPreimage } from '../../protocol/pow/preimage';
import { targetOfBits } from '../../protocol/pow/target';
import type { BlockRef } from '../engine';
import type { Bodies } from './bodies';
import type { Entry } from './entry';
import { POW_LIMITS } from './limits';
import type { Room } from './room';
import type { PowState } from './state';
import { linkOwn } from './take-headers';

/** Has templates built on the head and miners work on them, while mining is on. */
export class Mining {
  isOn = false;
  private readonly jobs = new Map<number, Bytes>();
  private lastJob = 0;
  /** What the newest template, or the one asked for, stands on. */
  private on: Entry | undefined;
  private isBuilding = false;
  private isStale = false;
  private builtAtMs = 0;
  private readonly freshMs: number;

  constructor(private readonly state: PowState, private readonly bodies: Bodies, private readonly room: Room) {
    this.freshMs = Math.max(POW_LIMITS.templateMsMin, Math.min(POW_LIMITS.templateMsMax, state.options.parameters.targetSpacingMs));
  }

  switch(on: boolean): void {
    if (this.isOn === on) return;
    this.isOn = on;
    this.on = undefined;
    if (!on) this.stop();
  }

  /** Until `pursue` finds that the engine is no longer held. */
  rest(): void {
    this.on = undefined;
    if (this.isOn) this.stop();
  }

  private stop(): void {
    this.jobs.clear();
    this.state.out({ kind: 'cancel-timer', name: 'template' });
    this.state.out({ kind: 'stop-mining' });
  }

  /** Transactions wait that the template may not have. */
  workCame(): void {
    if (!this.isOn || this.isStale) return;
    this.isStale = true;
    this.state.out({ kind: 'set-timer', name: 'template', afterMs: Math.max(0, this.builtAtMs + POW_LIMITS.templateMsMin - this.state.nowMs) });
  }

  timerRanOut(): void {
    this.on = undefined;
  }

  /** A new template for a new head, and when the old one is stale. */
  pursue(): void {
    if (!this.isOn || this.isBuilding || this.state.isHeld || this.on === this.state.head || this.state.isCatchingUp) return;
    this.on = this.state.head;
    this.isBuilding = true;
    this.isStale = false;
    const { height, id } = this.on;
    this.state.out({ kind: 'build', view: height + 1, parentId: id, heartbeat: true, work: { bits: this.state.bitsAfter(this.on), bytesMax: this.room.bytesMaxOn(this.on) } });
  }

  built(block: BlockRef | undefined): void {
    this.isBuilding = false;
    if (!this.isOn || this.state.isHeld) return;
    this.builtAtMs = this.state.nowMs;
    this.state.out({ kind: 'set-timer', name: 'template', afterMs: this.isStale ? POW_LIMITS.templateMsMin : this.freshMs });
    if (block === undefined || !equalBytes(block.parentId, this.state.head.id)) return;
    this.lastJob += 1;
    this.jobs.set(this.lastJob, block.bytes);
    this.jobs.delete(this.lastJob - POW_LIMITS.jobsMax);
    const header = block.bytes.subarray(0, headerLength(block.bytes));
    const target = targetOfBits(this.state.bitsAfter(this.state.head));
    this.state.out({ kind: 'mine', job: this.lastJob, preimage: workPreimage(header, block.parentId), target });
  }

  /** A nonce was found: the block is held like one from a peer. What does not hold (a job of long ago) is forgotten. */
  mined(job: number, nonce: number): void {
    const template = this.jobs.get(job);
    if (template === undefined) return;
    const block = withNonce(template, nonce);
    const ref = this.state.parts.readBlock(block);
    const entry = ref && linkOwn(this.state, ref.id, block.subarray(0, headerLength(block)));
    if (entry?.standing === 'header') this.bodies.hold(entry, ref!);
  }
}

/** @param block encoded, with a work seal */
function withNonce(block: Bytes, nonce: number): Bytes {
  const own = block.slice();
  const at = headerLength(own) - NONCE_BYTES;
  const view = new DataView(own.buffer, own.byteOffset);
  view.setUint32(at, Math.floor(nonce / 2 ** 32));
  view.setUint32(at + 4, nonce % 2 ** 32);
  return own;
}
