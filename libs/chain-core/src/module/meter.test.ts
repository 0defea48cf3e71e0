import { utf8 } from '../primitives/bytes';
import type { Entry, KeyValueSource, RangeOptions } from '../state/key-value-source';
import { counter } from '../testing/counter-module';
import { ActiveModule, type AnyModule } from './active-module';
import { Meter } from './meter';
import { StoreReadView } from './store-view';

const counting = new ActiveModule(counter as AnyModule, {});
const prefix = counting.prefixOf('total');

/** Endless entries, one byte each, that remembers how many were asked for. */
class Endless implements KeyValueSource {
  asked = 0;
  get(): Uint8Array {
    return Uint8Array.of(1);
  }
  range({ limit }: RangeOptions): readonly Entry[] {
    this.asked = limit;
    return Array.from({ length: Math.min(limit, 1_000) }, (_, i): Entry => [`${prefix}${String(i).padStart(4, '0')}`, Uint8Array.of(1)]);
  }
}

describe('a meter', () => {
  it('lets through what is within the budget, to the last operation and byte', () => {
    const meter = new Meter({ operations: 3, bytes: 10 });
    meter.spend(2, 4);
    meter.spend(1, 6);
    expect(() => meter.spend(0, 1)).toThrow(expect.objectContaining({ code: 'TOO_COSTLY', facts: { limit: 10, unit: 'bytes' } }));
    expect(() => meter.spend(1, 0)).toThrow(expect.objectContaining({ code: 'TOO_COSTLY', facts: { limit: 3, unit: 'operations' } }));
    expect(meter.operationsLeft).toBe(0);
  });

  it('never lets a range read much more than there is budget for', () => {
    const source = new Endless();
    const view = new StoreReadView(counting, source, new Meter({ operations: 10, bytes: 1_000 }));
    expect(view.range('total', { limit: 9 })).toHaveLength(9);
    expect(() => new StoreReadView(counting, source, new Meter({ operations: 10, bytes: 1_000 })).range('total', { limit: 1_000_000_000 })).toThrow(expect.objectContaining({ code: 'TOO_COSTLY' }));
    expect(source.asked).toBe(11);
  });

  it('counts keys and values, found or not', () => {
    const meter = new Meter({ operations: 100, bytes: 9 });
    const view = new StoreReadView(counting, new Endless(), meter);
    view.get('total', utf8('four'));
    expect(() => view.get('total', utf8('four'))).toThrow(expect.objectContaining({ facts: { limit: 9, unit: 'bytes' } }));
  });
});
