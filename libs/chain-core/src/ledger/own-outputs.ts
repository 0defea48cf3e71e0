import { AMOUNT_MAX } from '../codec/writer';
import type { ActiveModule } from '../module/active-module';
import type { CallSpan } from '../module/call-span';
import type { LockedOutput, NewOutput, OutputsBatch, OutputsView } from '../module/definition/outputs';
import type { Meter } from '../module/meter';
import { toHex, type Hash } from '../primitives/bytes';
import { invariant, Refusal, refuse } from '../primitives/refusal';
import { decodeOutput, encodeOutput } from '../protocol/codec';
import { LIMITS } from '../protocol/limits';
import { moduleLock } from '../protocol/module-lock';
import type { OutputEffect } from '../protocol/result';
import type { OutPoint, Output } from '../protocol/transaction';
import type { KeyValueSource } from '../state/key-value-source';
import type { Overlay } from '../state/overlay';
import type { Balance } from './balance';
import { putOutput, takeOutput } from './held-outputs';
import { outputKey } from './kernel-stores';
import { lockOfOwn } from './module-locks';
import type { Taken } from './open-inputs';

const OUTPUT_BYTES = 64;

/** A module's own outputs, for reading. There is no way from here to an output that is not locked to it. */
export class OwnOutputsView implements OutputsView {
  constructor(
    protected readonly module: ActiveModule,
    private readonly source: KeyValueSource,
    protected readonly meter?: Meter,
    protected readonly span?: CallSpan,
  ) {}

  get(outPoint: OutPoint): LockedOutput | undefined {
    return this.find(outPoint)?.locked;
  }

  protected find(outPoint: OutPoint): { readonly output: Output; readonly locked: LockedOutput } | undefined {
    this.span?.check();
    const bytes = this.source.get(outputKey(outPoint));
    this.meter?.spend(1, OUTPUT_BYTES + (bytes?.length ?? 0));
    if (bytes === undefined) return undefined;
    const output = decodeOutput(bytes);
    const lock = lockOfOwn(this.module, output.lock);
    if (lock === undefined || output.value.kind !== 'amount') return undefined;
    return { output, locked: { assetId: output.assetId, amount: output.value.amount, lock } };
  }
}

/** Outputs that modules make, in the order in which they are made: where the next one is found. */
export class EffectQueue {
  readonly #effects: OutputEffect[] = [];
  #touched = 0;

  /** @param txId of the transaction, or of what stands for one @param index of the first output that is made */
  constructor(
    readonly txId: Hash,
    public index: number,
  ) {}

  /** Outputs that were spent or made so far. */
  get touched(): number {
    return this.#touched;
  }

  get effects(): readonly OutputEffect[] {
    return this.#effects;
  }

  add(effect: OutputEffect): void {
    this.#effects.push(effect);
    this.#touched += effect.spent.length + effect.created.length;
    this.index += effect.created.length;
  }
}

export interface OwnOutputsParts {
  readonly module: ActiveModule;
  readonly state: Overlay;
  readonly meter: Meter | undefined;
  readonly span: CallSpan | undefined;
  readonly queue: EffectQueue;
  readonly balance: Balance;
  readonly taken: Taken;
  /** Outputs that were spent or made already, of those that may be. */
  readonly touched: number;
}

/** The same, for one call or one hook that spends and makes outputs. What it makes is there for others once it has ended. */
export class OwnOutputs extends OwnOutputsView implements OutputsBatch {
  readonly #spent: OutPoint[] = [];
  readonly #created: Output[] = [];
  readonly #parts: OwnOutputsParts;

  constructor(parts: OwnOutputsParts) {
    super(parts.module, parts.state, parts.meter, parts.span);
    this.#parts = parts;
  }

  spend(outPoint: OutPoint): LockedOutput {
    const { output, locked } = this.find(outPoint) ?? refuse('OUTPUT_NOT_THERE', { module: this.module.name, output: `${toHex(outPoint.txId)}:${outPoint.index}` });
    this.#touch();
    const { state, balance } = this.#parts;
    balance.in(output.assetId, output.value);
    this.#take(locked, locked.amount);
    takeOutput(state, outPoint, output);
    this.#spent.push({ txId: Uint8Array.from(outPoint.txId), index: outPoint.index });
    return locked;
  }

  create({ assetId, amount, lock }: NewOutput): OutPoint {
    if (amount <= 0n || amount > AMOUNT_MAX) refuse('AMOUNT_OVERFLOW');
    this.#touch();
    const { balance, queue } = this.#parts;
    const value = { kind: 'amount', amount } as const;
    balance.out(assetId, value);
    const output = { assetId, value, lock: 'kind' in lock ? lock : this.#own(lock) };
    const fault = formFault(output);
    invariant(fault === undefined, `${this.module.name} makes outputs as a transaction may declare them: ${fault}`);
    if (!('kind' in lock)) this.#take({ assetId, lock }, -amount);
    this.#created.push(output);
    return { txId: queue.txId, index: queue.index + this.#created.length - 1 };
  }

  /** The call or hook has ended, and nothing refused: what it made is put into the state. */
  end(): void {
    const { queue, state } = this.#parts;
    if (this.#spent.length + this.#created.length === 0) return;
    this.#created.forEach((output, place) => putOutput(state, { txId: queue.txId, index: queue.index + place }, output));
    queue.add({ module: this.module.name, spent: this.#spent, created: this.#created });
  }

  #take({ assetId, lock: { lock } }: Pick<LockedOutput, 'assetId' | 'lock'>, amount: bigint): void {
    if (this.module.isOpen(lock)) this.#parts.taken.add({ module: this.module.spaceName, lock, assetId }, amount);
  }

  #own(said: Exclude<NewOutput['lock'], { kind: string }>): Output['lock'] {
    const lock = moduleLock(this.module.spaceName, said);
    const fault = this.module.lockFault(said);
    invariant(fault === undefined && lock.data.length <= LIMITS.lockDataBytesMax, `${this.module.name} locks outputs as it declares: ${fault ?? 'too long'}`);
    return lock;
  }

  #touch(): void {
    this.span?.check();
    this.#parts.meter?.spend(1, OUTPUT_BYTES);
    const touched = this.#parts.touched + this.#spent.length + this.#created.length;
    if (touched >= LIMITS.effectsMax) refuse('TOO_MANY_EFFECTS', { module: this.module.name, effectsMax: LIMITS.effectsMax });
  }
}

/** Why a transaction could not declare such an output: nobody could give more signatures than there are keys, and a key that stands twice would count twice. */
function formFault(output: Output): string | undefined {
  try {
    decodeOutput(encodeOutput(output));
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return JSON.stringify(error.facts);
  }
}
