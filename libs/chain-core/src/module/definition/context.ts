import type { Hash, PublicKey } from '../../primitives/bytes';
import type { Json, JsonObject } from '../../protocol/genesis';
import type { OutputsBatch, OutputsView } from './outputs';
import type { ReadView, WriteBatch } from './stores';

/** What every piece of a module sees. Nothing here depends on the machine. */
export interface ModuleContext<P, S extends ReadView = ReadView> {
  readonly params: P;
  readonly state: S;
  /** What outputs that are locked to this module name: the name of its stores, which changes when it takes another's place. */
  readonly space: string;
  readonly chainId: Hash;
  readonly height: number;
  /** Block time; for admission checks, the time of the newest block or later. */
  readonly timeMs: number;
  /** A declared method of a module listed in `needs` (named as there); reads only. Throws invariant for anything else. */
  ask(module: string, method: string, args: Json): Json;
}

/** What a command sees besides. */
export interface CallContext<P, S extends ReadView = ReadView> extends ModuleContext<P, S> {
  /** Whose signature the call stands under. */
  readonly actor: PublicKey;
  readonly txId: Hash;
  /** Index of this call in its transaction. */
  readonly callIndex: number;
}

export interface CheckContext<P> extends CallContext<P> {
  readonly outputs: OutputsView;
}

export interface ApplyContext<P> extends CallContext<P, WriteBatch> {
  readonly outputs: OutputsBatch;
  /**
   * An event that the module declares; `data` must be canonical JSON data. Refuses EVENT_TOO_LARGE {module, event}: it has more than LIMITS.eventBytesMax bytes; and TOO_MANY_EVENTS {module}: a
   * transaction has LIMITS.eventsMax already.
   */
  emit(event: string, data: JsonObject): void;
}

export interface HookContext<P> extends ModuleContext<P, WriteBatch> {
  readonly outputs: OutputsBatch;
  emit(event: string, data: JsonObject): void;
}
