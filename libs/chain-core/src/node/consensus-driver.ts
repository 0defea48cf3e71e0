import type { BlockRef, Engine, EngineEffect, EngineEvent, WorkWanted } from '../consensus/engine';
import { whenDone, type Eventual } from '../execution';
import type { Bytes, Hash } from '../primitives/bytes';
import type { VoteLog, VoteRecord } from '../storage';
import type { Clock } from './clock';
import { EarlyInputs } from './early-inputs';
import type { EngineInput } from './engine-input';
import { NODE } from './limits';

export interface ConsensusParts {
  readonly engine: Engine;
  readonly votes: VoteLog;
  readonly clock: Clock;
  send(to: number | 'all', bytes: Bytes): void;
  /** Makes a block, or undefined when there is nothing to put into one. */
  build(view: number, parentId: Hash, heartbeat: boolean, work?: WorkWanted): Eventual<BlockRef | undefined>;
  /** Whether the block is valid; a number: ask again after so many milliseconds. */
  check(block: BlockRef, certified: boolean): Eventual<boolean | number>;
  onHead(blockId: Hash): void;
  onFinal(blockId: Hash, certificate: Bytes): void;
  onBehind(): void;
  onBlame(seat: number, evidence: Bytes): void;
  /** Calls back once every block that is final by now is on disk. */
  afterCommit(call: () => void): void;
  /** True while consensus must wait for the disk. */
  isHeldBack(): boolean;
  /** Whether this thread has nothing to do while the disk works. */
  isIdle(): boolean;
  /** What only one kind of engine wants. */
  perform?(effect: EngineEffect): void;
  /** Something that must stop the node. */
  onFatal(error: unknown): void;
}

/**
 * Gives the engine its clock, disk and wire. Events of one turn of the event loop are stepped together; then
 *   1. all records of these steps become durable with one fsync, and with them those of turns that ended while the one before was under way,
 *   2. only then anything is sent, or happens at all: effects are performed in the order of the steps they came from, whatever the steps persist,
 *   3. blocks are built and checked afterwards, one a turn, so that votes never wait behind the execution of a block.
 * The engine is ahead of its disk by what has not been performed: to everybody else, and after a crash, these steps have not been.
 */
export class ConsensusDriver {
  readonly #parts: ConsensusParts;
  #inputs: EngineInput[] = [];
  /** Of steps that are done, in order. */
  #effects: EngineEffect[] = [];
  #performing = false;
  readonly #early = new EarlyInputs();
  readonly #timers = new Map<string, () => void>();
  #scheduled = false;
  #started = false;
  #stopped = false;

  constructor(parts: ConsensusParts) {
    this.#parts = parts;
  }

  push(input: EngineInput): void {
    if (this.#stopped) return;
    if (!this.#started) return this.#early.push(input);
    this.#inputs.push(input);
    this.#schedule();
  }

  /** The engine may take part from now on. */
  start(): void {
    if (this.#stopped || this.#started) return;
    this.#started = true;
    this.#inputs = [{ kind: 'started' }, ...this.#early.take()];
    this.#schedule();
  }

  /** The disk has caught up. */
  resume(): void {
    if (this.#inputs.length > 0) this.#schedule();
  }

  status(): ReturnType<Engine['status']> {
    return this.#parts.engine.status();
  }

  stop(): void {
    this.#stopped = true;
    for (const callOff of this.#timers.values()) callOff();
    this.#timers.clear();
    this.#inputs = [];
    this.#effects = [];
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#guard(() => this.#run());
    });
  }

  #run(): void {
    if (this.#parts.isHeldBack() || this.#effects.length >= NODE.effectsWaitingMax) return;
    const inputs = this.#inputs.splice(0, NODE.stepsPerTurn);
    for (const input of inputs) this.#effects.push(...this.#parts.engine.step({ ...input, nowMs: this.#parts.clock.nowMs() } as EngineEvent));
    if (!this.#performing) this.#performAll().catch((error: unknown) => this.#failed(error));
    if (this.#inputs.length > 0) this.#schedule();
  }

  async #performAll(): Promise<void> {
    this.#performing = true;
    while (this.#effects.length > 0) {
      const effects = this.#effects.splice(0);
      const records: VoteRecord[] = [];
      for (const effect of effects) if (effect.kind === 'persist') records.push({ view: effect.view, bytes: effect.record });
      const durable = records.length === 0 ? undefined : this.#parts.votes.append(records, this.#parts.isIdle()); // 1
      if (durable !== undefined) await durable;
      // A block that ends the epoch stops this engine: nothing of what it still wants may happen.
      for (const effect of effects) if (!this.#stopped) this.#perform(effect); // 2, 3
      if (this.#inputs.length > 0) this.#schedule();
    }
    this.#performing = false;
  }

  #perform(effect: EngineEffect): void {
    switch (effect.kind) {
      case 'persist':
        return; // Durable already.
      case 'send':
        return this.#parts.send(effect.to, effect.bytes);
      case 'set-timer':
        return this.#setTimer(effect.name, effect.afterMs);
      case 'cancel-timer':
        return this.#cancelTimer(effect.name);
      case 'build':
        return this.#soon(() => this.#build(effect));
      case 'check':
        return this.#soon(() => this.#check(effect.block, effect.certified));
      case 'head':
        return this.#parts.onHead(effect.blockId);
      case 'final':
        return this.#parts.onFinal(effect.blockId, effect.certificate);
      case 'behind':
        return this.#parts.onBehind();
      case 'blame':
        return this.#parts.onBlame(effect.seat, effect.evidence);
      case 'prune':
        return this.#parts.afterCommit(() => void (this.#stopped || this.#parts.votes.prune(effect.upToView).catch((error: unknown) => this.#failed(error))));
      default:
        return this.#parts.perform?.(effect);
    }
  }

  #build({ view, parentId, heartbeat, work }: Extract<EngineEffect, { kind: 'build' }>): void {
    this.#when(this.#parts.build(view, parentId, heartbeat, work), (block) => this.push({ kind: 'built', view, block }));
  }

  #check(block: BlockRef, certified: boolean): void {
    this.#when(this.#parts.check(block, certified), (valid) => {
      if (typeof valid === 'boolean') return this.push({ kind: 'checked', blockId: block.id, valid });
      this.#parts.clock.later(valid, () => this.#guard(() => this.#stopped || this.#check(block, certified)));
    });
  }

  #when<T>(given: Eventual<T>, then: (value: T) => void): void {
    void whenDone(given, then, (error) => this.#failed(error));
  }

  #setTimer(name: string, afterMs: number): void {
    this.#cancelTimer(name);
    const callOff = this.#parts.clock.later(afterMs, () => {
      this.#timers.delete(name);
      this.push({ kind: 'timer', name });
    });
    this.#timers.set(name, callOff);
  }

  #cancelTimer(name: string): void {
    this.#timers.get(name)?.();
    this.#timers.delete(name);
  }

  #soon(work: () => void): void {
    setImmediate(() => this.#stopped || this.#guard(work));
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.stop();
    this.#parts.onFatal(error);
  }
}
