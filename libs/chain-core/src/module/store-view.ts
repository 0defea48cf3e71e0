import { fromBinary, toBinary } from '../crypto/hash';
import type { Bytes } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import { LIMITS } from '../protocol/limits';
import type { KeyValueSource, RangeOptions } from '../state/key-value-source';
import type { Overlay } from '../state/overlay';
import { prefixEnd } from '../state/store-key';
import type { ActiveModule } from './active-module';
import type { ReadView, WriteBatch } from './define-module';

type ViewRange = Parameters<ReadView['range']>[1];

/** A module's own stores, for reading. There is no way from here to another module's. */
export class StoreReadView implements ReadView {
  constructor(
    protected readonly module: ActiveModule,
    private readonly source: KeyValueSource,
  ) {}

  get(store: string, key: Bytes): Bytes | undefined {
    return this.source.get(this.module.prefixOf(store) + toBinary(key));
  }

  range(store: string, { from, to, limit, reverse }: ViewRange): readonly { key: Bytes; value: Bytes }[] {
    const prefix = this.module.prefixOf(store);
    const end = to === undefined ? prefixEnd(prefix) : prefix + toBinary(to);
    const start = from === undefined ? prefix : prefix + toBinary(from);
    const options: RangeOptions = { from: start, limit, reverse: reverse ?? false, ...(end === undefined ? {} : { to: end }) };
    return this.source.range(options).map(([key, value]) => ({ key: fromBinary(key.slice(prefix.length)), value }));
  }
}

/** The same stores, for writing into a transaction's or a block's overlay. Values are copied, so that nobody changes them later. */
export class StoreWriteBatch extends StoreReadView implements WriteBatch {
  constructor(
    module: ActiveModule,
    private readonly overlay: Overlay,
  ) {
    super(module, overlay);
  }

  put(store: string, key: Bytes, value: Bytes): void {
    if (key.length > LIMITS.storeKeyBytesMax || value.length > LIMITS.storeValueBytesMax) refuse('STATE_ENTRY_TOO_LARGE', { store });
    this.overlay.put(this.module.prefixOf(store) + toBinary(key), Uint8Array.prototype.slice.call(value));
  }

  delete(store: string, key: Bytes): void {
    this.overlay.delete(this.module.prefixOf(store) + toBinary(key));
  }
}
