import { NETWORK } from './limits';
import { MESSAGES } from './messages';
import { Outbox } from './outbox';

/** A socket of a peer that does not read. */
class StuckSink {
  writableLength = 0;
  kinds: number[] = [];
  cork(): void {}
  uncork(): void {}
  write(bytes: Uint8Array): boolean {
    if (bytes.length === 5) this.kinds.push(bytes[4]!);
    this.writableLength += bytes.length;
    return false;
  }
}
const megabyte = new Uint8Array(1024 * 1024);

test('what a slow peer is owed stays bounded, and gossip goes first', () => {
  const sink = new StuckSink();
  const outbox = new Outbox({ sink });
  for (let i = 0; i < 100; i += 1) {
    expect(outbox.send('transactions', megabyte)).toBe(true);
    if (i % 10 === 0) expect(outbox.send('consensus', new Uint8Array(1))).toBe(true);
  }
  expect(outbox.dropped).toBeGreaterThanOrEqual(100 - 2 - NETWORK.outboxBytesMax / megabyte.length);
  sink.kinds = [];
  for (let i = 0; i < 200; i += 1) {
    sink.writableLength = 0;
    outbox.flush();
  }
  expect(sink.kinds.slice(0, 10)).toEqual(new Array(10).fill(MESSAGES.consensus.number));
  expect(new Set(sink.kinds.slice(10))).toEqual(new Set([20]));
});

test('a peer that does not take the blocks it asked for is let go', () => {
  const outbox = new Outbox({ sink: new StuckSink() });
  const taken = Array.from({ length: 40 }, () => outbox.send('blocks', megabyte));
  expect(taken.at(-1)).toBe(false);
});
