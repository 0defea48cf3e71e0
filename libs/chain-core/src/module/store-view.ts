import { fromBinary, toBinary } from '../crypto/hash';
import type { Bytes } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import { LIMITS } from '../protocol/limits';
import type { KeyValueSource, RangeOptions } from '../state/key-value-source';
import type { Overlay } from '../state/overlay';
import { prefixEnd } from '../state/store-key';
import type { ActiveModule } from './active-module';
import type { CallSpan } from './call-span';
import type { ReadView, WriteBatch } from './definition/stores';
import type { Meter } from './meter';

type ViewRange = Parameters<ReadView['range']>[1];

/** A module's own stores, for reading. There is no way from here to another module's. Without a meter it is the kernel that reads. */
export class StoreReadView implements ReadView {
  constructor(
    protected readonly module: ActiveModule,
    private readonly source: KeyValueSource,
    protected readonly meter?: Meter,
    protected readonly span?: CallSpan,
  ) {}

  get(store: string, key: Bytes): Bytes | undefined {
    this.span?.check();
    const value = this.source.get(this.module.prefixOf(store) + toBinary(key));
    this.meter?.spend(1, key.length + (value?.length ?? 0));
    return value;
  }

  range(store: string, { from, to, limit, reverse }: ViewRange): readonly { key: Bytes; value: Bytes }[] {
    this.span?.check();
    const prefix = this.module.prefixOf(store);
    const end = to === undefined ? prefixEnd(prefix) : prefix + toBinary(to);
    const start = from === undefined ? prefix : prefix + toBinary(from);
    // One more than may be had is enough to find that it is too much.
    const most = this.meter === undefined ? limit : Math.min(limit, this.meter.operationsLeft + 1);
    const options: RangeOptions = { from: start, limit: most, reverse: reverse ?? false, ...(end === undefined ? {} : { to: end }) };
    const entries = this.source.range(options);
    this.meter?.spend(1 + entries.length, entries.reduce((sum, [key, value]) => sum + key.length - prefix.length + value.length, 0));
    return entries.map(([key, value]) => ({ key: fromBinary(key.slice(prefix.length)), value }));
  }
}

/** The same stores, for writing into a transaction's or a block's overlay. Values are copied, so that nobody changes them later, to plain arrays of bytes: what is read from the disk is nothing else. */
export class StoreWriteBatch extends StoreReadView implements WriteBatch {
  constructor(
    module: ActiveModule,
    private readonly overlay: Overlay,
    meter?: Meter,
    span?: CallSpan,
  ) {
    super(module, overlay, meter, span);
  }

  put(store: string, key: Bytes, value: Bytes): void {
    this.span?.check();
    if (key.length > LIMITS.storeKeyBytesMax || value.length > LIMITS.storeValueBytesMax) refuse('STATE_ENTRY_TOO_LARGE', { store });
    this.meter?.spend(1, key.length + value.length);
    this.overlay.put(this.module.prefixOf(store) + toBinary(key), copyOf(value));
  }

  delete(store: string, key: Bytes): void {
    this.span?.check();
    this.meter?.spend(1, key.length);
    this.overlay.delete(this.module.prefixOf(store) + toBinary(key));
  }
}

/** @throws TypeError of what is no typed array: a module may be written in anything */
function copyOf(value: Bytes): Bytes {
  return new Uint8Array(Uint8Array.prototype.subarray.call(value));
}
