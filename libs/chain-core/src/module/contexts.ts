import type { Hash, PublicKey } from '../primitives/bytes';
import type { Json, JsonObject } from '../primitives/json';
import { invariant } from '../primitives/refusal';
import type { Call } from '../protocol/transaction';
import type { KeyValueSource } from '../state/key-value-source';
import type { Overlay } from '../state/overlay';
import type { ActiveModule } from './active-module';
import type { ActiveModules } from './active-modules';
import { atOnce } from './at-once';
import { CallSpan } from './call-span';
import type { ApplyContext, CheckContext, HookContext, ModuleContext } from './definition/context';
import type { OutputsBatch, OutputsView } from './definition/outputs';
import type { ReadView, WriteBatch } from './definition/stores';
import type { EventQueue } from './event-queue';
import { Meter, type Budget } from './meter';
import { StoreReadView, StoreWriteBatch } from './store-view';

/** What is the same for every call of a block. */
export interface BlockScope {
  readonly modules: ActiveModules;
  readonly chainId: Hash;
  readonly height: number;
  readonly timeMs: number;
}
/** The same, with what counts one piece of work in it; undefined: the founding of a chain, and the kernel's own work, are not counted. */
export interface MeteredScope extends BlockScope {
  readonly meter: Meter | undefined;
  /** Of the call that all this is for; left out: the kernel's own work. */
  readonly span?: CallSpan;
}
/** The same for one call to a module. */
export interface CallScope extends MeteredScope {
  readonly span: CallSpan;
}
/** Where in a block a call stands. */
export interface CallPlace {
  readonly call: Call;
  readonly txId: Hash;
  readonly callIndex: number;
}
type Params = JsonObject;

export function metered({ modules, chainId, height, timeMs }: BlockScope, budget: Budget): MeteredScope {
  return { modules, chainId, height, timeMs, meter: new Meter(budget) };
}

/** For one call to a module. */
export function called({ modules, chainId, height, timeMs, meter }: MeteredScope, module: ActiveModule): CallScope {
  return { modules, chainId, height, timeMs, meter, span: new CallSpan(module.name) };
}

export function readContext(scope: MeteredScope, module: ActiveModule, source: KeyValueSource): ModuleContext<Params> {
  return new Given(scope, module, source, new StoreReadView(module, source, scope.meter, scope.span));
}

export function writeContext(scope: MeteredScope, module: ActiveModule, overlay: Overlay): ModuleContext<Params, WriteBatch> {
  return new Given(scope, module, overlay, new StoreWriteBatch(module, overlay, scope.meter, scope.span));
}

export function hookContext(scope: MeteredScope, module: ActiveModule, overlay: Overlay, events: EventQueue, outputs: OutputsBatch): HookContext<Params> {
  return { ...writeContext(scope, module, overlay), outputs, emit: emitting(scope, module, events) };
}

export function checkContext(scope: MeteredScope, module: ActiveModule, source: KeyValueSource, place: CallPlace, outputs: OutputsView): CheckContext<Params> {
  return new GivenCall(scope, module, source, new StoreReadView(module, source, scope.meter, scope.span), place, outputs);
}

export function applyContext(
  scope: MeteredScope,
  module: ActiveModule,
  overlay: Overlay,
  place: CallPlace,
  events: EventQueue,
  outputs: OutputsBatch,
): ApplyContext<Params> {
  return new GivenApply(scope, module, overlay, new StoreWriteBatch(module, overlay, scope.meter, scope.span), place, outputs, emitting(scope, module, events));
}

/** What a module is given, of one make for all: objects that are put together from others cost many times as much, and every call takes half a dozen. All of it is the object's own, so that it can be copied. */
class Given<S extends ReadView> implements ModuleContext<Params, S> {
  readonly params: Params;
  readonly space: string;
  readonly chainId: Hash;
  readonly height: number;
  readonly timeMs: number;
  readonly ask: ModuleContext<Params>['ask'];

  constructor(scope: MeteredScope, module: ActiveModule, source: KeyValueSource, readonly state: S) {
    this.params = module.params;
    this.space = module.spaceName;
    this.chainId = scope.chainId;
    this.height = scope.height;
    this.timeMs = scope.timeMs;
    this.ask = (name, method, args) => askModule(scope, module, source, { name, method, args });
  }
}

class GivenCall<S extends ReadView, O extends OutputsView> extends Given<S> implements CheckContext<Params> {
  readonly actor: PublicKey;
  readonly txId: Hash;
  readonly callIndex: number;

  constructor(scope: MeteredScope, module: ActiveModule, source: KeyValueSource, state: S, place: CallPlace, readonly outputs: O) {
    super(scope, module, source, state);
    this.actor = place.call.actor;
    this.txId = place.txId;
    this.callIndex = place.callIndex;
  }
}

class GivenApply extends GivenCall<WriteBatch, OutputsBatch> implements ApplyContext<Params> {
  constructor(scope: MeteredScope, module: ActiveModule, overlay: Overlay, state: WriteBatch, place: CallPlace, outputs: OutputsBatch, readonly emit: ApplyContext<Params>['emit']) {
    super(scope, module, overlay, state, place, outputs);
  }
}

function emitting({ span }: MeteredScope, module: ActiveModule, events: EventQueue): ApplyContext<Params>['emit'] {
  return (event, data) => {
    span?.check();
    events.add(module, event, data);
  };
}

interface Question {
  readonly name: string;
  readonly method: string;
  readonly args: Json;
}

/** Answers a module's question to another one it declared to need, from the same state, for reading only. */
function askModule(scope: MeteredScope, from: ActiveModule, source: KeyValueSource, { name, method, args }: Question): Json {
  scope.span?.check();
  invariant(from.definition.needs?.includes(name), `module ${from.name} declares that it needs ${name}`);
  const module = scope.modules.findNeed(name);
  const answer = module?.definition.methods?.[method];
  invariant(module && answer, `module ${name} has a method ${method}`);
  return atOnce(module, answer(readContext(scope, module, source) as never, args as never));
}
