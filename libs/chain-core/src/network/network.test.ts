import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import type { Server, TLSSocket } from 'node:tls';
import { toHex, utf8 } from '../primitives/bytes';
import { tlsIdentity } from './certificate';
import { twinTrouble } from '../node/twin-trouble';
import { Network } from './network';
import type { PeerAddress } from './wanted-peers';

const limits = { blockBytesMax: 1_000_000, blockTransactionsMax: 1000, transactionBytesMax: 100_000 };
const chainId = new Uint8Array(32).fill(1);
const seed = (n: number) => new Uint8Array(32).fill(n);
const keyOf = (n: number) => toHex(tlsIdentity(seed(n)).publicKey);

class TestNode {
  readonly messages: string[] = [];
  readonly reasons: string[] = [];
  /** Sessions as those above hear of them. */
  readonly heard: string[] = [];
  port = 0;
  readonly network: Network;
  readonly key: string;
  constructor(n: number, allowed: readonly number[] = [], chain = chainId) {
    const allowedKeys = new Set(allowed.map(keyOf));
    this.key = keyOf(n);
    this.network = new Network({ chainId: chain, nodeSeed: seed(n), listen: { host: '127.0.0.1', port: 0 }, limits, protocols: { min: 1, max: n } }, {
      allows: (key) => allowedKeys.has(key),
      onConnected: () => void this.heard.push('connected'),
      onDisconnected: () => void this.heard.push('disconnected'),
      onMessage: (peer, { kind, payload }) => this.messages.push(`${peer.slice(0, 4)} ${kind} ${payload.length < 100 ? Buffer.from(payload).toString() : payload.length}`),
      log: (_level, _words, facts) => this.reasons.push(String(facts['reason'] ?? '')),
    });
  }
  async start(): Promise<PeerAddress> {
    this.port = await this.network.listen();
    return { nodeKey: this.key, address: `127.0.0.1:${this.port}` };
  }
}

const open: TestNode[] = [];
const sockets: TLSSocket[] = [];
const servers: Server[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
  for (const node of open.splice(0)) await node.network.close();
});

function node(n: number, allowed?: readonly number[], chain?: typeof chainId): TestNode {
  const made = new TestNode(n, allowed, chain);
  open.push(made);
  return made;
}

async function until(holds: () => boolean, what: string): Promise<void> {
  for (let i = 0; i < 3_000; i += 1) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`never happened: ${what}`);
}

/** A TLS client that a network knows nothing of. */
function stranger(to: TestNode, n: number, alpn = toHex(chainId)): TLSSocket {
  const { key, certificate } = tlsIdentity(seed(n));
  const socket = connect({ host: '127.0.0.1', port: to.port, key, cert: certificate, ALPNProtocols: [alpn], rejectUnauthorized: false });
  socket.on('error', () => undefined);
  sockets.push(socket);
  return socket;
}
const HELLO = Buffer.from('000000050100020002', 'hex');
const ended = (socket: TLSSocket) => new Promise((resolve) => socket.once('close', resolve));

test('nodes that dial each other end with one session and exchange messages of any size', async () => {
  const [a, b] = [node(1), node(2)];
  const [addressA, addressB] = [await a.start(), await b.start()];
  a.network.setPeers([addressB]);
  b.network.setPeers([addressA]);
  await until(() => a.network.isConnected(b.key) && b.network.isConnected(a.key), 'connected');
  a.network.send(b.key, 'consensus', utf8('vote'));
  a.network.send(b.key, 'consensus', new Uint8Array(900_000));
  b.network.send(a.key, 'transactions', new Uint8Array(0));
  await until(() => b.messages.length === 2 && a.messages.length === 1, 'messages');
  expect(b.messages).toEqual([`${a.key.slice(0, 4)} consensus vote`, `${a.key.slice(0, 4)} consensus 900000`]);
});

test('a peer that starts later, or comes back, is found', async () => {
  const [a, b] = [node(1), node(2)];
  const addressB = await b.start();
  await b.network.close();
  await a.start();
  a.network.setPeers([addressB]);
  const again = new TestNode(2, [1]);
  open.push(again);
  await again.network.listen().then((port) => a.network.setPeers([{ ...addressB, address: `127.0.0.1:${port}` }]));
  await until(() => a.network.isConnected(b.key), 'found');
});

test('an unknown key, another chain and the wrong key at an address are refused', async () => {
  const a = node(1, [2]);
  await a.start();
  await ended(stranger(a, 7));
  await ended(stranger(a, 2, 'other chain'));
  const c = node(3, [1]);
  const addressC = await c.start();
  a.network.setPeers([{ nodeKey: keyOf(2), address: addressC.address }]);
  await until(() => a.reasons.includes('another node answered at this address'), 'impostor noticed');
  expect(a.reasons).toContain('its key is not known on this chain');
  expect(a.network.connected()).toEqual([]);
});

test('a second session of one key is refused while the first one lives', async () => {
  const a = node(1, [2]);
  await a.start();
  const first = node(2);
  first.network.setPeers([{ nodeKey: a.key, address: `127.0.0.1:${a.port}` }]);
  await until(() => a.network.isConnected(first.key), 'first connected');
  const twin = stranger(a, 2);
  twin.once('secureConnect', () => twin.write(HELLO));
  await ended(twin);
  expect(a.reasons).toContain('there is a session with this key already');
  expect(a.network.isConnected(first.key)).toBe(true);
});

test('when the first session of a key is alive, both processes that use it and their peer say so', async () => {
  const [a, b, twin] = [node(1, [2]), node(2), node(2)];
  const address = await a.start();
  b.network.setPeers([address]);
  await until(() => b.network.isConnected(a.key), 'the first one is connected');
  twin.network.setPeers([address]);
  await until(() => twin.network.refusedBy().includes(a.key), 'the second one hears why');
  expect(a.network.twins()).toEqual([b.key]);
  expect(b.network.refusedBy()).toEqual([]);
  expect(b.network.isConnected(a.key)).toBe(true);
  expect(twinTrouble(twin.network)).toMatch(/^Another process runs with the keys of this node: 1 of its peers/);
  expect(twinTrouble(a.network)).toMatch(new RegExp(`^Two processes run with the keys of node ${b.key}: the second`));
  expect(twinTrouble(b.network)).toBeUndefined();
});

test('a process that died and comes back is no twin', async () => {
  const [a, b] = [node(1, [2]), node(2)];
  const address = await a.start();
  b.network.setPeers([address]);
  await until(() => b.network.isConnected(a.key), 'connected');
  await b.network.close();
  const again = node(2);
  again.network.setPeers([address]);
  await until(() => again.network.isConnected(a.key), 'it is back');
  expect([a.network.twins(), again.network.refusedBy()]).toEqual([[], []]);
});

test('a session that replaces one the other side opened is a new one to those above: what was under way on the first is lost', async () => {
  const [low, high] = [1, 2].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) as [number, number];
  const { key, certificate } = tlsIdentity(seed(low));
  const server = createServer({ key, cert: certificate, requestCert: true, rejectUnauthorized: false, ALPNProtocols: [toHex(chainId)] }, (socket) => {
    sockets.push(socket.on('error', () => undefined));
    socket.write(HELLO);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const a = node(high, [low]);
  await a.start();
  a.network.setPeers([{ nodeKey: keyOf(low), address: `127.0.0.1:${(server.address() as AddressInfo).port}` }]);
  await until(() => a.network.isConnected(keyOf(low)), 'dialled');
  const second = stranger(a, low);
  second.once('secureConnect', () => second.write(Buffer.concat([HELLO, Buffer.from('000000030d6869', 'hex')])));
  await until(() => a.messages.length > 0, 'heard on the second session');
  expect(a.heard).toEqual(['connected', 'disconnected', 'connected']);
  expect(a.reasons).toContain('the same connection was made from the other side');
});

test.each([
  ['rubbish before the hello', 'ff'.repeat(64)],
  ['a message before the hello', '000000020a00'],
  ['an unknown kind', '0000000501000200020000000263aa'],
  ['an announced size out of bounds', '00000005010002000240000000' + '0a'],
  ['an empty frame', '00000005010002000200000000' + '0a'],
  ['a wire version nobody knows', '00000005010bb80bb9'],
])('a peer that sends %s is dropped and left alone for a while', async (_what, hex) => {
  const a = node(1, [2]);
  await a.start();
  const socket = stranger(a, 2);
  socket.once('secureConnect', () => socket.write(Buffer.from(hex, 'hex')));
  await ended(socket);
  await ended(stranger(a, 2));
  expect(a.reasons).toContain('it broke the protocol a moment ago');
  expect(a.messages).toEqual([]);
});
