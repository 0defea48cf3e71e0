import { StateBase } from '../state/state-base';
import { StateVersion } from '../state/state-version';
import { counter } from '../testing/counter-module';
import { ActiveModule, type AnyModule } from './active-module';
import { StoreReadView, StoreWriteBatch } from './store-view';

const counting = new ActiveModule(counter as AnyModule, {});
const SHORT = 5;
const LONG = 100;

describe.each([SHORT, LONG])('a value of %d bytes', (length) => {
  const key = Buffer.alloc(length, 107);

  /** The state after a block in which a module wrote it. */
  function written(value: Uint8Array): StateVersion {
    const before = StateVersion.ofBase(new StateBase());
    const overlay = before.begin();
    new StoreWriteBatch(counting, overlay).put('total', key, value);
    return before.commit(overlay);
  }

  it.each([['an array', new Uint8Array(length).fill(7)], ['a buffer', Buffer.alloc(length, 7)]])('that was written as %s is the same to a module before and after its block is final', (_name, value) => {
    const state = written(value);
    const view = new StoreReadView(counting, state);
    const seen = (): unknown => {
      const read = [view.get('total', key)!, ...view.range('total', { limit: 1 }).flatMap((entry) => [entry.key, entry.value])];
      return read.map((bytes) => [bytes.constructor, String(bytes)]);
    };
    const open = seen();
    expect(open).toEqual([7, 107, 7].map((byte) => [Uint8Array, String(new Uint8Array(length).fill(byte))]));
    state.settle();
    expect(seen()).toEqual(open);
  });

  it('is copied by `slice`, so that a module that changes what it took of it changes nothing here', () => {
    const state = written(Buffer.alloc(length, 7));
    const view = new StoreReadView(counting, state);
    for (const settle of [false, true]) {
      if (settle) state.settle();
      view.get('total', key)!.slice(0, 2).fill(9);
      expect(view.get('total', key)![0]).toBe(7);
    }
  });

  it('must be bytes', () => {
    expect(() => written('text' as never)).toThrow(expect.objectContaining({ name: 'TypeError' }));
  });
});
