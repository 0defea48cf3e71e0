import type { Hash } from '../primitives/bytes';
import type { Json, JsonObject } from '../primitives/json';
import { invariant } from '../primitives/refusal';
import type { Call } from '../protocol/transaction';
import type { KeyValueSource } from '../state/key-value-source';
import type { Overlay } from '../state/overlay';
import type { ActiveModule } from './active-module';
import type { ActiveModules } from './active-modules';
import type { ApplyContext, CheckContext, ModuleContext, WriteBatch } from './define-module';
import type { EventQueue } from './event-queue';
import { StoreReadView, StoreWriteBatch } from './store-view';

/** What is the same for every call of a block. */
export interface BlockScope {
  readonly modules: ActiveModules;
  readonly chainId: Hash;
  readonly height: number;
  readonly timeMs: number;
}
/** Where in a block a call stands. */
export interface CallPlace {
  readonly call: Call;
  readonly txId: Hash;
  readonly callIndex: number;
}
type Params = JsonObject;

export function readContext(scope: BlockScope, module: ActiveModule, source: KeyValueSource): ModuleContext<Params> {
  return { ...common(scope, module, source), state: new StoreReadView(module, source) };
}

export function writeContext(scope: BlockScope, module: ActiveModule, overlay: Overlay): ModuleContext<Params, WriteBatch> {
  return { ...common(scope, module, overlay), state: new StoreWriteBatch(module, overlay) };
}

export function checkContext(scope: BlockScope, module: ActiveModule, source: KeyValueSource, place: CallPlace): CheckContext<Params> {
  return { ...readContext(scope, module, source), actor: place.call.actor, txId: place.txId, callIndex: place.callIndex };
}

export function applyContext(
  scope: BlockScope,
  module: ActiveModule,
  overlay: Overlay,
  place: CallPlace,
  events: EventQueue,
): ApplyContext<Params> {
  return {
    ...writeContext(scope, module, overlay),
    actor: place.call.actor,
    txId: place.txId,
    callIndex: place.callIndex,
    emit: (event, data) => events.add(module, event, data),
  };
}

function common({ modules, chainId, height, timeMs }: BlockScope, module: ActiveModule, source: KeyValueSource) {
  const scope = { modules, chainId, height, timeMs };
  const ask = (name: string, method: string, args: Json): Json => askModule(scope, module, source, { name, method, args });
  return { params: module.params, chainId, height, timeMs, ask };
}

interface Question {
  readonly name: string;
  readonly method: string;
  readonly args: Json;
}

/** Answers a module's question to another one it declared to need, from the same state, for reading only. */
function askModule(scope: BlockScope, from: ActiveModule, source: KeyValueSource, { name, method, args }: Question): Json {
  invariant(from.definition.needs?.includes(name), `module ${from.name} declares that it needs ${name}`);
  const module = scope.modules.findNeed(name);
  const answer = module?.definition.methods?.[method];
  invariant(module && answer, `module ${name} has a method ${method}`);
  return answer(readContext(scope, module, source) as never, args as never);
}
