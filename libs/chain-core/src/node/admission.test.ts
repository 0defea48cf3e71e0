import { performAtOnce } from '../execution/perform';
import { Refusal } from '../primitives/refusal';
import { Cluster } from '../testing/cluster';
import { Coins } from '../testing/coins';
import { Admission } from './admission';
import type { BlockTree } from './block-tree';
import { NODE } from './limits';

let cluster: Cluster;
beforeEach(async () => {
  // One of four: nothing becomes final, so what is let in stays.
  cluster = new Cluster({ validators: 4 });
  await cluster.start(0);
});
afterEach(() => cluster.close());

const client = (number: number) => new Coins({ chainId: cluster.chain.chainId, seed: new Uint8Array(32).fill(number) });

function codeOf(bytes: Uint8Array): string {
  try {
    cluster.node(0).transactions.submit(bytes);
    return 'admitted';
  } catch (error) {
    if (error instanceof Refusal) return `${error.code} ${String(error.facts['share'])}`;
    throw error;
  }
}

test('when more comes than goes, clients are told to come back, the greedy first, and what waits already stays known', () => {
  const [greedy, known] = [client(1), client(2).issue(1, Date.now())];
  expect(codeOf(known.bytes)).toBe('admitted');
  let count = 1;
  for (let answer = 'admitted'; answer === 'admitted'; count += 1) {
    answer = codeOf(greedy.issue(1, Date.now()).bytes);
    if (answer !== 'admitted') expect(answer).toBe('MEMPOOL_FULL true');
  }
  expect(count).toBeLessThan(NODE.backlogMin * 0.8);
  expect(cluster.node(0).transactions.isBusy).toBe(false);
  const others = Array.from({ length: 100 }, (_, i) => client(3 + i));
  for (let i = 0; !cluster.node(0).transactions.isBusy; i += 1) expect(codeOf(others[i % 100]!.issue(1, Date.now()).bytes)).toBe('admitted');
  expect(cluster.node(0).status().mempool.transactions).toBe(NODE.backlogMin);
  expect(codeOf(client(250).issue(1, Date.now()).bytes)).toBe('MEMPOOL_FULL false');
  expect(codeOf(Uint8Array.of(1, 2, 3))).toBe('MEMPOOL_FULL false');
  expect(codeOf(known.bytes)).toBe('admitted');
});

test('of a batch for which there is too little room the first come in, the rest is turned away unread, and each has its answer in its place', async () => {
  const issues = (count: number, from: number) => Array.from({ length: 100 }, (_, i) => client(from + i)).flatMap((one) => Array.from({ length: count / 100 }, () => one.issue(1, Date.now())));
  const bring = async (batch: readonly Uint8Array[]) => (await cluster.node(0).transactions.submitBatch('client', batch)).map((answer) => (answer instanceof Refusal ? `${answer.code} ${String(answer.facts['share'])}` : answer));
  const first = issues(NODE.backlogMin - 100, 1);
  expect(await bring(first.map(({ bytes }) => bytes))).toEqual(first.map(({ txId }) => txId));
  const [known, next, garbage] = [first[0]!, issues(100, 101), Uint8Array.of(1, 2, 3)];
  const late = issues(100, 1);
  const batch = [known, ...next, ...late].map(({ bytes }) => bytes);
  const answers = await bring([...batch, garbage, known.bytes]);
  const full = (count: number) => Array<string>(count).fill('MEMPOOL_FULL false');
  expect(answers).toEqual([known.txId, ...next.map(({ txId }) => txId), ...full(late.length + 1), known.txId]);
  expect(cluster.node(0).status().mempool.transactions).toBe(NODE.backlogMin);
});

test('whoever has much waiting is turned away unread when little room is left, and does not keep others out with what is still to be answered', async () => {
  const greedy = client(1);
  const node = cluster.node(0);
  const batch = (coins: Coins, count: number) => Array.from({ length: count }, () => coins.issue(1, Date.now()).bytes);
  await node.transactions.submitBatch('greedy', batch(greedy, NODE.backlogMin * 0.75));
  const answers = node.transactions.submitBatch('greedy', [...batch(greedy, 600)]);
  expect(node.transactions.isBusy).toBe(false);
  expect((await node.transactions.submitBatch('modest', batch(client(2), 100))).filter((answer) => answer instanceof Refusal)).toEqual([]);
  const refused = await answers;
  expect(refused.length).toBe(600);
  expect(new Set(refused.map((answer) => answer instanceof Refusal && `${answer.code} ${String(answer.facts['share'])}`))).toEqual(new Set(['MEMPOOL_FULL true']));
});

test('what breaks this software is kept out each time, and said so once a second with how many there were', () => {
  const said: unknown[] = [];
  let nowMs = 1_000_000;
  const none = undefined as never;
  const admission = new Admission({
    executor: none, tree: { transactionsOnHead: 0 } as BlockTree, clock: { nowMs: () => nowMs, later: () => none }, isRecorded: () => false, onAdmitted: none, onDropped: () => undefined,
    log: (_level, _what, facts) => void said.push(facts?.['transactions']),
  });
  const breaks = () => {
    const transaction = client(9).issue(1, nowMs);
    admission.takeBack(transaction);
    admission.leftOut([{ txId: transaction.txId, kind: 'fault', code: 'EXECUTION_FAULT', error: new Error('a bug') }]);
    expect(admission.mempool.size).toBe(0);
  };
  for (let i = 0; i < 5; i += 1) breaks();
  nowMs += NODE.alarmMsMin;
  breaks();
  expect(said).toEqual([1, 5]);
});

test('a signer whose transactions broke it too often is turned away unread, by whichever way: also where it only asks what would be said', () => {
  const none = undefined as never;
  const admission = new Admission({ executor: none, tree: { transactionsOnHead: 0 } as BlockTree, clock: { nowMs: () => 1_000_000, later: () => none }, isRecorded: () => false, onAdmitted: none, onDropped: () => undefined, log: () => undefined });
  const signer = client(9);
  for (let i = 0; i < NODE.faultsOfSignerPerSecondMax; i += 1) {
    const transaction = signer.issue(1, 1_000_000);
    admission.takeBack(transaction);
    admission.leftOut([{ txId: transaction.txId, kind: 'fault', code: 'EXECUTION_FAULT', error: new Error('a bug') }]);
  }
  const next = signer.issue(1, 1_000_000);
  for (const ask of [() => admission.submit(next.bytes), () => admission.check(next.bytes)]) expect(() => performAtOnce(ask())).toThrow(expect.objectContaining({ code: 'TOO_MANY_FAULTS' }));
  admission.takeBack(next);
  for (const ask of [() => admission.submit(next.bytes), () => admission.check(next.bytes)]) expect(performAtOnce(ask()).txId).toEqual(next.txId);
});

test('what spends the output of one that waits too is not dropped before that one, however long it waits', () => {
  let nowMs = 1_000_000;
  const none = undefined as never;
  const dropped: Uint8Array[] = [];
  const admission = new Admission({
    executor: none, tree: { transactionsOnHead: 0 } as BlockTree, clock: { nowMs: () => nowMs, later: () => none }, isRecorded: () => false, onAdmitted: none, onDropped: (txId) => void dropped.push(txId), log: () => undefined,
  });
  const coins = client(9);
  const parent = coins.issue(1, nowMs);
  const child = coins.transfer(parent.txId, 0, nowMs);
  // As after a branch was taken back: the child is the older one here.
  for (const transaction of [child, parent]) admission.takeBack(transaction);
  nowMs += NODE.leftOutPatienceMs;
  const leaveOut = ({ txId }: typeof child, code: string) => admission.leftOut([{ txId, kind: 'invalid', code, error: new Error(code) }]);
  leaveOut(child, 'INPUT_MISSING');
  expect(dropped).toEqual([]);
  leaveOut(parent, 'QUOTA_USED_UP');
  leaveOut(child, 'INPUT_MISSING');
  expect(dropped).toEqual([parent.txId, child.txId]);
});

test('what no block can take any more is let go also where no blocks are made, with the reason; what waits for another, or stands in an unfinal block, is not', () => {
  let nowMs = 1_000_000;
  let look: () => void = () => undefined;
  const none = undefined as never;
  const [dropped, recorded, refused] = [new Set<Uint8Array>(), new Set<Uint8Array>(), new Map<Uint8Array, string>()];
  const checking = function* (_parent: unknown, { txId }: { txId: Uint8Array }) {
    const code = refused.get(txId);
    if (code !== undefined) throw new Refusal(code, {});
  };
  const admission = new Admission({
    executor: { checking } as never, tree: { head: {} } as never, isRecorded: (txId) => recorded.has(txId), onAdmitted: none, onDropped: (txId) => void dropped.add(txId), log: () => undefined,
    clock: { nowMs: () => nowMs, later: (_pauseMs, call) => ((look = call), () => (look = () => undefined)) },
  });
  const coins = client(9);
  const [poor, lucky, parent] = [coins.issue(1, nowMs), coins.issue(2, nowMs), coins.issue(3, nowMs)];
  const child = coins.transfer(parent.txId, 0, nowMs);
  for (const transaction of [poor, lucky, parent, child]) admission.takeBack(transaction);
  for (const { txId } of [poor, lucky]) refused.set(txId, 'QUOTA_EXCEEDED');
  refused.set(child.txId, 'INPUT_MISSING');
  recorded.add(lucky.txId);
  nowMs += NODE.leftOutPatienceMs - 1;
  look();
  expect(dropped.size).toBe(0);
  nowMs += 1;
  look();
  expect([...dropped]).toEqual([poor.txId]);
  expect([admission.whyLetGo(poor.txId)?.code, admission.whyLetGo(lucky.txId), admission.mempool.size]).toEqual(['QUOTA_EXCEEDED', undefined, 3]);
  admission.close();
  refused.set(parent.txId, 'QUOTA_EXCEEDED');
  look();
  expect(dropped.size).toBe(1);
});

test('everyone that waits is looked at in turn, but not while so many wait that a proposer may have them still before it', () => {
  let nowMs = 1_000_000;
  let look: () => void = () => undefined;
  const none = undefined as never;
  const asked: Uint8Array[] = [];
  const admission = new Admission({
    executor: { checking: (_parent: unknown, { txId }: { txId: Uint8Array }) => [asked.push(txId)].slice(1).values() } as never, tree: { head: {} } as never,
    isRecorded: () => false, onAdmitted: none, onDropped: none, log: () => undefined,
    clock: { nowMs: () => nowMs, later: (_pauseMs, call) => ((look = call), () => undefined) },
  });
  const coins = client(9);
  const waiting = Array.from({ length: NODE.lookAgainMax + 5 }, (_, i) => coins.issue(i + 1, nowMs));
  for (const transaction of waiting) admission.takeBack(transaction);
  nowMs += NODE.leftOutPatienceMs;
  look();
  expect(asked.length).toBe(NODE.lookAgainMax);
  look();
  expect(asked).toEqual(waiting.map(({ txId }) => txId));
  look();
  expect(asked.length).toBe(waiting.length + NODE.lookAgainMax);
  for (let i = waiting.length; i <= NODE.lookAgainPoolMax; i += 1) admission.takeBack(coins.issue(i + 1, nowMs));
  asked.length = 0;
  look();
  expect(asked).toEqual([]);
});

test('what is in blocks that are not final yet, however many, keeps nobody out', () => {
  const none = undefined as never;
  const tree = { transactionsOnHead: 0 };
  const admission = new Admission({ executor: none, tree: tree as BlockTree, clock: { nowMs: () => 1_000_000, later: () => none }, isRecorded: () => false, onAdmitted: none, onDropped: () => undefined, log: () => undefined });
  const clients = Array.from({ length: 100 }, (_, i) => client(1 + i));
  for (let i = 0; i < NODE.backlogMin; i += 1) admission.takeBack(clients[i % 100]!.issue(1, 1_000_000));
  const isFull = (onTheWay: number) => [admission.isFull(onTheWay), admission.answerUnread(client(200).issue(1, 1_000_000).bytes, onTheWay) !== undefined];
  expect(isFull(0)).toEqual([true, true]);
  tree.transactionsOnHead = NODE.backlogMin - 500;
  expect(isFull(499)).toEqual([false, false]);
  expect(isFull(1_500)).toEqual([true, true]);
  tree.transactionsOnHead = 2 * NODE.backlogMin; // Blocks may hold what never waited here.
  expect(isFull(0)).toEqual([false, false]);
});
