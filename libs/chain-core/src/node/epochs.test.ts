import { encodeVoteMessage } from '../consensus/bft/message-codec';
import { keyPairFromSeed, sign } from '../crypto/sign';
import { Network } from '../network';
import { toHex } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { keyChangeSigningBytes, possessionSigningBytes, voteSigningBytes } from '../protocol/ids';
import { decodeTransaction } from '../protocol/codec';
import { provePossession } from '../protocol/possession';
import { verifyReceipt } from '../protocol/verify-receipt';
import { votingKeyPair } from '../protocol/voting-keys';
import { Cluster, type ClusterOptions } from '../testing/cluster';
import { Coins } from '../testing/coins';
import { withNumber } from './peer-frames';

jest.setTimeout(60_000);

let cluster: Cluster;
afterEach(() => cluster.close());

const begin = async (options: Omit<ClusterOptions, 'consensus'>): Promise<Coins> => {
  // No heartbeats: whatever an idle chain must do to hand over it does by itself.
  cluster = new Cluster({ ...options, consensus: { heartbeatMs: 3_600_000 } });
  await Promise.all(Array.from({ length: options.validators + (options.observers ?? 0) }, (_, i) => cluster.start(i)));
  return new Coins({ chainId: cluster.chain.chainId, seed: new Uint8Array(32).fill(5) });
};
const addSeat = (i: number): Json => ({ kind: 'add-seat', seat: cluster.chain.nodes[i]!.seat as unknown as Json });
const removeSeat = (seat: number): Json => ({ kind: 'remove-seat', seat });
const status = (i: number) => cluster.node(i).status();
const expectEpoch = (epoch: number, nodes: readonly number[], withinMs = 15_000) =>
  cluster.until(() => nodes.every((i) => status(i).epoch === epoch), withinMs, `epoch ${epoch} on nodes ${nodes.join(', ')}; they are in ${nodes.map((i) => status(i).epoch).join(', ')}`);
/** Whoever approves may not have the proposal yet, or what it needs. */
const expectCaughtUp = (nodes: readonly number[]): Promise<void> => {
  const height = finalAt(0);
  return cluster.until(() => nodes.every((i) => finalAt(i) >= height), 15_000, `height ${height} on nodes ${nodes.join(', ')}`);
};
/** Of the newest final block, be it on disk or not yet. */
const finalAt = (i: number): number => cluster.node(i).answers.query('kernel', 'changes', {}).height;
const changes = () => cluster.node(0).answers.query('kernel', 'changes', {}).answer as unknown as readonly { confirmed: string[] }[];

/** Proposed by seat 0, approved by as many as the policy asks for. */
async function decide(change: number, list: readonly Json[], approving: readonly number[], newcomers = 0): Promise<void> {
  expect(await cluster.give(0, 'propose-change', { changes: list })).toBe('accepted');
  await cluster.until(() => (changes()[0]?.confirmed.length ?? 0) >= newcomers, 15_000, `${newcomers} newcomers confirmed`);
  await expectCaughtUp(approving);
  for (const i of approving) expect(await cluster.give(i, 'approve-change', { change }, 0)).toBe('accepted');
}

test('a committee of four becomes seven and then five while transactions go on; whoever left follows, and receipts carry the hand-overs', async () => {
  const coins = await begin({ validators: 4, newcomers: 3 });
  const issue = coins.issue(40, Date.now());
  await cluster.expectFinal(issue, 0);
  await Promise.all([4, 5, 6].map((i) => cluster.start(i)));
  await decide(1, [4, 5, 6].map(addSeat), [1, 2], 3);
  await expectEpoch(1, [0, 1, 2, 3, 4, 5, 6]);
  for (let i = 0; i < 7; i += 1) await cluster.expectFinal(coins.transfer(issue.txId, i, Date.now()), i, (i + 3) % 7);
  // The old ones alone are no quorum any more: newcomers really vote.
  await Promise.all([0, 1].map((i) => cluster.stop(i)));
  await cluster.expectFinal(coins.transfer(issue.txId, 10, Date.now()), 5, 6);
  await Promise.all([0, 1].map((i) => cluster.start(i)));
  await cluster.expectHeight(0, status(5).finalHeight);
  await decide(2, [removeSeat(2), removeSeat(3)], [1, 4, 5, 6]);
  await expectEpoch(2, [0, 1, 2, 3, 4, 5, 6]);
  const last = coins.transfer(issue.txId, 20, Date.now());
  await cluster.expectFinal(last, 0, 3);
  expect(cluster.node(3).status().seat).toBeUndefined();
  expect(cluster.node(4).status().seat).toBe(2);
  for (const i of [0, 3, 6]) {
    const receipt = await cluster.receipt(i, last.txId);
    expect(receipt.handOvers).toHaveLength(2);
    expect(verifyReceipt(receipt, cluster.chain.genesis).committee).toMatchObject({ epoch: 2 });
    expect(cluster.node(i).answers.handOvers(0)).toEqual(receipt.handOvers);
    expect(verifyReceipt(await cluster.receipt(i, issue.txId), cluster.chain.genesis).committee.epoch).toBe(0);
  }
  cluster.expectAgreement();
});

test('a validator that was down for two changes of the committee comes back, follows them and votes again', async () => {
  const coins = await begin({ validators: 4, newcomers: 1 });
  await cluster.expectFinal(coins.issue(10, Date.now()), 0);
  await cluster.stop(3);
  await cluster.start(4);
  await decide(1, [addSeat(4)], [1, 2], 1);
  await expectEpoch(1, [0, 1, 2, 4]);
  await decide(2, [{ kind: 'set-consensus', parameters: { viewTimerMs: 300 } }], [1, 2, 4]);
  await expectEpoch(2, [0, 1, 2, 4]);
  await cluster.start(3);
  await expectEpoch(2, [3]);
  await cluster.stop(4);
  await cluster.stop(0);
  const coin = coins.issue(1, Date.now());
  cluster.node(1).transactions.submit(coin.bytes);
  await cluster.start(4); // Four of five, one of them the one that was away.
  await cluster.until(() => cluster.node(3).transactions.standing(coin.txId).state === 'final', 15_000, 'final with the vote of the one that came back');
  await cluster.start(0);
  await cluster.expectHeight(0, status(3).finalHeight);
  cluster.expectAgreement();
});

test('a node makes a fresh voting key for its seat by itself, keeps it over a restart, and registers one of another scheme', async () => {
  const coins = await begin({ validators: 4 });
  await cluster.expectFinal(coins.issue(10, Date.now()), 0);
  const before = cluster.node(1).answers.query('kernel', 'committee', {}).answer as unknown as { seats: { votingKey: string }[] };
  const [first, again] = [cluster.node(1).signKeyChange('ed25519'), cluster.node(1).signKeyChange('ed25519')].map((bytes) => decodeTransaction(bytes).body.calls[0]!.payload);
  expect(JSON.parse(Buffer.from(again!).toString())).toEqual(JSON.parse(Buffer.from(first!).toString()));
  cluster.node(1).transactions.submit(cluster.node(1).signKeyChange('ed25519'));
  await expectEpoch(1, [0, 1, 2, 3]);
  const after = cluster.node(1).answers.query('kernel', 'committee', {}).answer as unknown as { seats: { votingKey: string }[] };
  expect(after.seats[1]!.votingKey).not.toBe(before.seats[1]!.votingKey);
  await cluster.stop(1);
  await cluster.start(1);
  expect(status(1).seat).toBe(1);
  for (const i of [0, 1, 2, 3]) cluster.node(i).transactions.submit(cluster.node(i).signKeyChange('bls'));
  const registered = () => (cluster.node(0).answers.query('kernel', 'seats', {}).answer as unknown as { registered: string[] }[]).filter((seat) => seat.registered.includes('bls')).length;
  await cluster.until(() => registered() === 4, 15_000, 'all registered');
  await decide(1, [{ kind: 'set-consensus', parameters: { certificates: 'bls' } }], [1, 2]);
  await expectEpoch(2, [0, 1, 2, 3]);
  await cluster.expectFinal(coins.issue(11, Date.now()), 1);
  expect(status(1).seat).toBe(1);
});

test('a seat changes its voting key: the new one votes from the next epoch on, and a machine without it follows and says why', async () => {
  const coins = await begin({ validators: 4 });
  await cluster.expectFinal(coins.issue(10, Date.now()), 0);
  const register = async (i: number, keep: boolean): Promise<void> => {
    const next = new Uint8Array(32).fill(40 + i);
    const [voting, fresh] = [keyPairFromSeed(cluster.chain.nodes[i]!.votingSeed!), keyPairFromSeed(next)];
    const node = keyPairFromSeed(cluster.chain.nodes[i]!.nodeSeed).publicKey;
    if (keep) {
      cluster.nextVotingSeeds[i] = [next];
      await cluster.stop(i);
      await cluster.start(i);
    }
    const message = keyChangeSigningBytes(cluster.chain.chainId, status(i).epoch, node, fresh.publicKey);
    const payload = { scheme: 'ed25519', votingKey: toHex(fresh.publicKey), proofOfPossession: toHex(sign(possessionSigningBytes(node), fresh)), authorisation: toHex(sign(message, voting)) };
    expect(await cluster.give(i, 'register-keys', payload)).toBe('accepted');
  };
  await register(1, true);
  await expectEpoch(1, [0, 1, 2, 3]);
  expect(cluster.node(1).status().seat).toBe(1);
  await register(2, false);
  await expectEpoch(2, [0, 1, 2, 3]);
  expect(cluster.node(2).status().seat).toBeUndefined();
  expect(status(2).trouble).toMatch(/voting key/);
  await cluster.expectFinal(coins.issue(5, Date.now()), 2, 1);
  // Three of four vote; the one that changed its key is needed.
  cluster.expectAgreement();
  await cluster.stop(2);
  await expect(cluster.start(2)).rejects.toMatchObject({ code: 'WRONG_KEY' });
});

test('a committee goes from lists of signatures to sums once a quorum has registered keys, and newcomers of the other kind join', async () => {
  const coins = await begin({ validators: 4 });
  await cluster.expectFinal(coins.issue(10, Date.now()), 0);
  const toSums: Json = { kind: 'set-consensus', parameters: { certificates: 'bls' } };
  expect(await cluster.give(0, 'propose-change', { changes: [toSums] })).toBe('accepted');
  await expectCaughtUp([1, 2]);
  expect(await cluster.give(1, 'approve-change', { change: 1 })).toBe('accepted');
  expect(() => cluster.node(2).give('approve-change', { change: 1 })).toThrow('KEYS_MISSING');
  for (const i of [0, 1, 2]) {
    const { nodeSeed, votingSeed } = cluster.chain.nodes[i]!;
    const node = keyPairFromSeed(nodeSeed).publicKey;
    const sums = votingKeyPair('bls', votingSeed!);
    const authorisation = toHex(sign(keyChangeSigningBytes(cluster.chain.chainId, 0, node, sums.publicKey), keyPairFromSeed(votingSeed!)));
    expect(await cluster.give(i, 'register-keys', { scheme: 'bls', votingKey: toHex(sums.publicKey), proofOfPossession: toHex(provePossession('bls', sums, node)), authorisation }, 0)).toBe('accepted');
  }
  expect(status(0).epoch).toBe(0);
  await expectCaughtUp([2]);
  expect(await cluster.give(2, 'approve-change', { change: 1 })).toBe('accepted');
  await expectEpoch(1, [0, 1, 2, 3]);
  // The one that registered no key has no vote, and the three others need each other.
  expect(cluster.node(0).answers.query('kernel', 'committee', {}).answer).toMatchObject({ scheme: 'bls', quorum: 3, mayFail: 0 });
  const last = coins.issue(5, Date.now());
  await cluster.expectFinal(last, 3, 3);
  expect(verifyReceipt((await cluster.node(3).transactions.receipt(last.txId))!, cluster.chain.genesis).committee).toMatchObject({ epoch: 1, scheme: 'bls' });
  await cluster.stop(2);
  await cluster.start(2);
  await cluster.expectFinal(coins.issue(6, Date.now()), 0, 2);
  cluster.expectAgreement();
});

test('a validator that signs contradicting votes is seen by the others, and the chain records it once, with the seat it is of', async () => {
  await begin({ validators: 4 });
  await cluster.stop(2);
  const { nodeSeed, votingSeed, seat } = cluster.chain.nodes[2]!;
  const liar = new Network({ chainId: cluster.chain.chainId, nodeSeed, listen: { host: '127.0.0.1', port: 0 }, limits: cluster.chain.genesis.limits, protocols: { min: 1, max: 1 } }, {
    allows: () => true, onConnected: () => undefined, onDisconnected: () => undefined, onMessage: () => undefined, log: () => undefined,
  });
  try {
    liar.setPeers([0, 1, 3].map((i) => ({ nodeKey: cluster.chain.nodes[i]!.seat.nodeKey, address: cluster.addressOf(i) })));
    await cluster.until(() => liar.connected().length === 3, 10_000, 'the liar connected');
    const view = status(0).view + 1;
    for (const fill of [1, 2]) {
      const subject = { kind: 'notarise' as const, epoch: 0, view, blockId: new Uint8Array(32).fill(fill) };
      const signature = sign(voteSigningBytes(cluster.chain.chainId, subject), keyPairFromSeed(votingSeed!));
      for (const peer of liar.connected()) liar.send(peer, 'consensus', withNumber(0, encodeVoteMessage({ ...subject, seat: 2, signature })));
    }
    const evidence = () => cluster.node(3).answers.query('kernel', 'evidence', {}).answer as unknown as readonly object[];
    await cluster.until(() => evidence().length > 0, 15_000, 'evidence on the chain');
    expect(evidence()).toMatchObject([{ seat: 2, label: seat.label, epoch: 0, view, kinds: 'notarise / notarise' }]);
  } finally {
    await liar.close();
  }
});
