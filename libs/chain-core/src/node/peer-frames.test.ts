import { Network } from '../network';
import type { MessageKind } from '../network';
import { Cluster } from '../testing/cluster';
import { Coins } from '../testing/coins';
import { decodeGetBlocks, decodeHeight, decodeNumbered, encodeGetBlocks, encodeHeight, withNumber } from './peer-frames';

const eight = (byte: number) => new Uint8Array(8).fill(byte);

test.each([0, 1, 4_294_967_296, Number.MAX_SAFE_INTEGER])('height %i comes back as it was, alone and in a request', (height) => {
  expect(decodeHeight(encodeHeight(height))).toBe(height);
  expect(decodeGetBlocks(encodeGetBlocks(7, height))).toEqual({ request: 7, fromHeight: height });
});

test('what is too short, too long, or beyond every height is nothing', () => {
  for (const bytes of [new Uint8Array(0), new Uint8Array(7), new Uint8Array(9), eight(0xff), Uint8Array.of(0, 0x20, 0, 0, 0, 0, 0, 0)]) {
    expect(decodeHeight(bytes)).toBeUndefined();
    expect(decodeGetBlocks(withNumber(1, bytes))).toBeUndefined();
  }
  expect(decodeGetBlocks(new Uint8Array(3))).toBeUndefined();
  expect(decodeNumbered(new Uint8Array(3))).toBeUndefined();
});

const HOSTILE: readonly [MessageKind, Uint8Array][] = [
  ['getBlocks', withNumber(1, eight(0xff))],
  ['finalHeight', eight(0xff)],
  ['blocks', new Uint8Array(3)],
];

describe('a peer that sends what no honest one does', () => {
  let cluster: Cluster;
  afterEach(() => cluster.close());

  test.each(HOSTILE)('in a frame of %s is let go, and nobody else is troubled', async (kind, payload) => {
    cluster = new Cluster({ validators: 4 });
    await cluster.startAll();
    await cluster.stop(3);
    const { nodeSeed } = cluster.chain.nodes[3]!;
    const liar = new Network({ chainId: cluster.chain.chainId, nodeSeed, listen: { host: '127.0.0.1', port: 0 }, limits: cluster.chain.genesis.limits, protocols: { min: 1, max: 1 } }, {
      allows: () => true, onConnected: () => undefined, onDisconnected: () => undefined, onMessage: () => undefined, log: () => undefined,
    });
    try {
      liar.setPeers([{ nodeKey: cluster.chain.nodes[0]!.seat.nodeKey, address: cluster.addressOf(0) }]);
      await cluster.until(() => liar.connected().length === 1, 10_000, 'the liar connected');
      for (const peer of liar.connected()) liar.send(peer, kind, payload);
      await cluster.until(() => liar.connected().length === 0, 10_000, 'the liar was let go');
      await cluster.expectFinal(new Coins({ chainId: cluster.chain.chainId, seed: new Uint8Array(32).fill(5) }).issue(1, Date.now()), 0, 1);
    } finally {
      await liar.close();
    }
  }, 30_000);
});
