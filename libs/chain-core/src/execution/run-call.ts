import type { ActiveModule } from '../module/active-module';
import { callAtOnce, callModule, type ModuleCall } from '../module/call-module';
import type { CommandDefinition } from '../module/definition/parts';
import type { CallSpan } from '../module/call-span';
import { applyContext, called, checkContext, type BlockScope, type CallPlace, type CallScope, type MeteredScope } from '../module/contexts';
import type { EventQueue } from '../module/event-queue';
import type { Balance } from '../ledger/balance';
import type { Taken } from '../ledger/open-inputs';
import { OwnOutputs, OwnOutputsView, type EffectQueue } from '../ledger/own-outputs';
import type { Work } from '../module/work';
import type { Json } from '../primitives/json';
import { refuse } from '../primitives/refusal';
import type { KeyValueSource } from '../state/key-value-source';
import type { Overlay } from '../state/overlay';
import type { PayloadCache } from './payload-cache';

/** A call whose module and command exist and whose payload fits the command's schema. */
interface PreparedCall {
  readonly module: ActiveModule;
  readonly command: CommandDefinition<never>;
  readonly payload: Json;
}

/** What admission asks of a call: everything but its effects. Refuses. */
export function* checkCall(scope: MeteredScope, payloads: PayloadCache, state: KeyValueSource, place: CallPlace): Work<void> {
  yield* callModule(new Checking(scope, prepare(scope, payloads, place), state, place));
}

/** What calls leave behind besides the state. */
export interface Traces {
  readonly events: EventQueue;
  readonly effects: EffectQueue;
  /** Of the whole transaction. */
  readonly balance: Balance;
  /** Of the whole transaction. */
  readonly taken: Taken;
}

/** Check and apply, into the transaction's overlay. Refuses; the caller then drops the overlay, and the traces. */
export function* runCall(scope: MeteredScope, payloads: PayloadCache, state: Overlay, place: CallPlace, traces: Traces): Work<void> {
  const prepared = prepare(scope, payloads, place);
  const { isAsync } = prepared.module;
  const checking = new Checking(scope, prepared, state, place);
  const checked = isAsync ? yield* callModule(checking) : callAtOnce(checking);
  const applying = new Applying(scope, prepared, state, place, traces, checked);
  if (isAsync) yield* callModule(applying);
  else callAtOnce(applying);
  applying.end();
}

/** A call to the module whose command a transaction names. */
abstract class CommandCall implements ModuleCall<unknown> {
  protected readonly scope: CallScope;

  constructor(scope: MeteredScope, protected readonly prepared: PreparedCall, protected readonly place: CallPlace) {
    this.scope = called(scope, prepared.module);
  }

  get module(): ActiveModule {
    return this.prepared.module;
  }

  get span(): CallSpan {
    return this.scope.span;
  }

  abstract make(): unknown;
}

/** Gives what the command works out on the way. */
class Checking extends CommandCall {
  constructor(scope: MeteredScope, prepared: PreparedCall, private readonly state: KeyValueSource, place: CallPlace) {
    super(scope, prepared, place);
  }

  make(): unknown {
    const { module, command, payload } = this.prepared;
    const { meter, span } = this.scope;
    const outputs = new OwnOutputsView(module, this.state, meter, span);
    return command.check?.(checkContext(this.scope, module, this.state, this.place, outputs) as never, payload as never);
  }
}

class Applying extends CommandCall {
  readonly #outputs: OwnOutputs;

  constructor(scope: MeteredScope, prepared: PreparedCall, private readonly state: Overlay, place: CallPlace, private readonly traces: Traces, private readonly checked: unknown) {
    super(scope, prepared, place);
    const { meter, span } = this.scope;
    const { effects: queue, balance, taken } = traces;
    this.#outputs = new OwnOutputs({ module: prepared.module, state, meter, span, queue, balance, taken, touched: queue.touched });
  }

  make(): unknown {
    const { module, command, payload } = this.prepared;
    const context = applyContext(this.scope, module, this.state, this.place, this.traces.events, this.#outputs);
    return command.apply(context as never, payload as never, this.checked as never);
  }

  /** When it has been made, and has refused nothing. */
  end(): void {
    this.#outputs.end();
  }
}

/** Refuses a call that no command can take; the state does not matter yet. */
export function prepare(scope: BlockScope, payloads: PayloadCache, { call }: CallPlace): PreparedCall {
  const module = scope.modules.find(call.module) ?? refuse('UNKNOWN_MODULE', { module: call.module });
  const commands = module.definition.commands ?? {};
  const command = Object.hasOwn(commands, call.command) ? commands[call.command] : undefined;
  if (command === undefined) refuse('UNKNOWN_COMMAND', { module: call.module, command: call.command });
  return { module, command, payload: payloads.payloadOf(call, module) };
}
