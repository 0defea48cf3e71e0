import type { ActiveModule } from '../module/active-module';
import { callAtOnce, callModule, type ModuleCall } from '../module/call-module';
import type { CommandDefinition } from '../module/definition/parts';
import { applyContext, called, checkContext, type BlockScope, type CallPlace, type MeteredScope } from '../module/contexts';
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
  yield* callModule(check(scope, prepare(scope, payloads, place), state, place));
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
export function* runCall(scope: MeteredScope, payloads: PayloadCache, state: Overlay, place: CallPlace, { events, effects: queue, balance, taken }: Traces): Work<void> {
  const prepared = prepare(scope, payloads, place);
  const { module, command, payload } = prepared;
  const checking = check(scope, prepared, state, place);
  const checked = module.isAsync ? yield* callModule(checking) : callAtOnce(checking);
  const call = called(scope, module);
  const outputs = new OwnOutputs({ module, state, meter: call.meter, span: call.span, queue, balance, taken, touched: queue.touched });
  const applying = { module, span: call.span, make: () => command.apply(applyContext(call, module, state, place, events, outputs) as never, payload as never, checked as never) };
  if (module.isAsync) yield* callModule(applying);
  else callAtOnce(applying);
  outputs.end();
}

/** What gives what the command works out on the way. */
function check(scope: MeteredScope, { module, command, payload }: PreparedCall, state: KeyValueSource, place: CallPlace): ModuleCall<unknown> {
  const call = called(scope, module);
  const outputs = new OwnOutputsView(module, state, call.meter, call.span);
  return { module, span: call.span, make: () => command.check?.(checkContext(call, module, state, place, outputs) as never, payload as never) };
}

/** Refuses a call that no command can take; the state does not matter yet. */
export function prepare(scope: BlockScope, payloads: PayloadCache, { call }: CallPlace): PreparedCall {
  const module = scope.modules.find(call.module) ?? refuse('UNKNOWN_MODULE', { module: call.module });
  const commands = module.definition.commands ?? {};
  const command = Object.hasOwn(commands, call.command) ? commands[call.command] : undefined;
  if (command === undefined) refuse('UNKNOWN_COMMAND', { module: call.module, command: call.command });
  return { module, command, payload: payloads.payloadOf(call, module) };
}
