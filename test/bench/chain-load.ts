import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { joinPrefixed } from '@bystack/chain-core/codec/prefixed-list';
import { fromHex, toHex } from '@bystack/chain-core/primitives/bytes';
import { Coins } from '@bystack/chain-core/testing/coins';
import { NodeProcess } from '@bystack/chain-core/testing/node-process';
import { signCall } from './call-package';
import { coinOf, LARGE_STATE_AMOUNT, someOf } from './large-state-coins';
import { LOAD_SEED } from './load-orders';
import type { LoadAnswer, LoadOrder, LoadTold } from './load-orders';
import { SignedQueue } from './signed-queue';
import type { Signed } from './signed-queue';

const COINS_PER_ISSUE = 256;
const COINS = 8_192;
/** Of the coins that are there already, so many are spent, one after the other. */
const COINS_TAKEN_MAX = 2 ** 17;
const COIN_AMOUNT = 1_000_000n;
const BATCH = 100;
const SAMPLES_PER_SECOND = 25;
const PAUSE_MS = 10;
/** The client shares the processors with the nodes: when it offers more than they take, it asks less often for more at once, and watches fewer. */
const FLOOD_PAUSE_MS = 25;
const FLOOD_SAMPLES_PER_SECOND = 10;
/** Overload, and a node that has not yet heard of the payment before this one. */
const COMES_BACK = ['MEMPOOL_FULL', 'INPUT_MISSING'];
/** So long without a final transaction: there are none left. */
const DRAINED_AFTER_MS = 500;
/** A call that was signed so long ago may no longer be valid when its turn comes. */
const CALLS_OLD_MS = 30_000;
/** A flooding client has so many batches on their way at most; a node that answers slower is offered less, and the answer says so. */
const FLOOD_BATCHES_MAX = 200;

interface Coin {
  readonly txId: Uint8Array;
  readonly index: number;
  readonly amount: bigint;
}

/**
 * The client of the load benchmarks (see load-orders.ts): submits to all nodes but the last and watches the last one for what becomes
 * final. Payments hand each of many coins on again and again, 1 input and 2 outputs each, in an order in which no two of one coin are near each other.
 */
class LoadProcess {
  readonly #kind: LoadTold['kind'];
  readonly #chainId: Uint8Array;
  readonly #coins: Coins;
  readonly #nodes: readonly NodeProcess[];
  readonly #watched: NodeProcess;
  /** Connections that idle are let go before the node does (after 5 s), or a request would meet the end of one. */
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64, timeout: 3_000 });
  readonly #queue = new SignedQueue();
  #tips: Coin[] = [];
  #calls = 0;
  /** The oldest of what is in the queue, at the earliest. */
  #signedAt = 0;
  #lastFinalAt = performance.now();
  final = 0;
  gapMsMax = 0;
  offered = 0;
  refused = 0;

  constructor({ kind, chainId, folders, coinsThere }: LoadTold) {
    this.#kind = kind;
    this.#chainId = fromHex(chainId)!;
    this.#coins = new Coins({ chainId: this.#chainId, seed: LOAD_SEED });
    if (coinsThere !== undefined) this.#tips = someOf(COINS_TAKEN_MAX, coinsThere).map((number) => ({ ...coinOf(number), amount: LARGE_STATE_AMOUNT }));
    const all = folders.map((folder) => new NodeProcess({ folder, program: '' }));
    this.#watched = all.at(-1)!;
    this.#nodes = all.length > 1 ? all.slice(0, -1) : all;
  }

  /** Counts what becomes final on the watched node, from its event stream. */
  async watch(): Promise<void> {
    const { rpcPort, rpcToken } = this.#watched.folder;
    await new Promise<void>((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port: rpcPort, path: '/events', headers: { authorization: `Bearer ${rpcToken}` } }, (response) => {
        let rest = '';
        response.setEncoding('utf8').on('data', (text: string) => {
          const messages = (rest + text).split('\n\n');
          rest = messages.pop()!;
          for (const message of messages) this.#count(message);
          resolve();
        });
      });
      sent.on('error', reject).end();
    });
  }

  #count(message: string): void {
    if (!message.startsWith('event: final')) return;
    this.final += (JSON.parse(message.slice(message.indexOf('data: ') + 6)) as { transactionCount: number }).transactionCount;
    this.noteGap();
    this.#lastFinalAt = performance.now();
  }

  startGaps(): void {
    this.#lastFinalAt = performance.now();
    this.gapMsMax = 0;
  }

  noteGap(): void {
    this.gapMsMax = Math.max(this.gapMsMax, performance.now() - this.#lastFinalAt);
  }

  async prepare(transactions: number): Promise<void> {
    if (this.#kind === 'calls' && performance.now() - this.#signedAt > CALLS_OLD_MS) this.#queue.clear();
    if (this.#queue.left === 0) this.#signedAt = performance.now();
    if (this.#kind === 'payments' && this.#tips.length === 0) await this.#issueCoins();
    while (this.#queue.left < transactions) {
      this.#queue.add(this.#kind === 'payments' ? this.#signPayments() : this.#signCalls());
      await sleep(0); // The event stream is read meanwhile.
    }
  }

  async #issueCoins(): Promise<void> {
    while (this.#tips.length < COINS) {
      const issue = this.#coins.issue(COINS_PER_ISSUE, Date.now(), COIN_AMOUNT);
      const answer = await this.#nodes[0]!.call('POST', '/transactions?wait=final', { body: issue.bytes, agent: this.#agent });
      if (answer.json().outcome?.kind !== 'accepted') throw new Error(`the issue was not accepted: ${answer.body.toString()}`);
      for (let index = 0; index < COINS_PER_ISSUE; index += 1) this.#tips.push({ txId: issue.txId, index, amount: COIN_AMOUNT });
    }
  }

  /** One payment out of each coin. */
  #signPayments(): Signed[] {
    const nowMs = Date.now();
    const made = this.#tips.map(({ txId, index, amount }) => this.#coins.pay(txId, index, amount, nowMs));
    this.#tips = made.map(({ txId }, i) => ({ txId, index: 0, amount: this.#tips[i]!.amount - 1n }));
    return made;
  }

  #signCalls(): Signed[] {
    const nowMs = Date.now();
    return Array.from({ length: 1_000 }, () => signCall(this.#chainId, (this.#calls += 1), nowMs));
  }

  /** One at a time to one node, each watched on another until it is final there. */
  async single(seconds: number, perSecond: number): Promise<number[]> {
    const waiting: Promise<number>[] = [];
    const began = performance.now();
    for (let i = 0; i < seconds * perSecond; i += 1) {
      await sleep(Math.max(0, began + (i * 1000) / perSecond - performance.now()));
      waiting.push(this.#sample(this.#nodes[i % this.#nodes.length]!));
    }
    return Promise.all(waiting);
  }

  async #sample(node: NodeProcess): Promise<number> {
    const { bytes, txId } = this.#queue.take();
    const began = performance.now();
    const watching = this.#untilFinal(txId);
    const answer = await node.call('POST', '/transactions', { body: bytes, agent: this.#agent });
    if (answer.status !== 202) throw new Error(`a transaction was refused: ${answer.body.toString()}`);
    await watching;
    return performance.now() - began;
  }

  async #untilFinal(txId: Uint8Array): Promise<void> {
    const receipt = await this.#watched.call('GET', `/receipts/${toHex(txId)}?wait=final&timeoutMs=60000`, { agent: this.#agent });
    if (receipt.status !== 200) throw new Error(`a transaction did not become final: ${receipt.body.toString()}`);
  }

  /** Until what is on its way is final, so that one phase does not measure the last one. */
  async drain(): Promise<void> {
    for (let seen = -1; seen < this.final; await sleep(DRAINED_AFTER_MS)) seen = this.final;
  }

  /** As many as the chain takes, with a bounded number on their way, while a batch of signed ones is left. */
  async saturate(seconds: number, inFlight: number): Promise<void> {
    if (this.#queue.left < BATCH) throw new Error('there is nothing to offer: prepare more');
    const end = performance.now() + seconds * 1000;
    const before = this.final;
    let submitted = 0;
    const worker = async (node: NodeProcess) => {
      while (performance.now() < end && this.#queue.left >= BATCH) {
        if (submitted - (this.final - before) + BATCH > inFlight) await sleep(2);
        else {
          submitted += BATCH;
          const refused = await this.#batch(node, BATCH);
          submitted -= refused;
          if (refused > 0) await sleep(50);
        }
      }
    };
    await Promise.all(this.#nodes.map(worker));
  }

  /** At a fixed pace, whatever the chain does; a few of them are watched until they are final. */
  async steady(seconds: number, perSecond: number): Promise<number[]> {
    const samples = this.single(seconds, Math.min(SAMPLES_PER_SECOND, perSecond));
    const sending: Promise<unknown>[] = [];
    await this.#pace(seconds, Math.max(0, perSecond - SAMPLES_PER_SECOND), PAUSE_MS, (node, due) => void sending.push(this.#batch(node, due)));
    await Promise.all(sending);
    return samples;
  }

  /** Offers more than the chain takes. @returns when it no longer does; those of the watched few that were accepted are watched until they are final. */
  async flood(seconds: number, perSecond: number): Promise<{ readonly watched: Promise<number[]> }> {
    const latenciesMs: number[] = [];
    const sampling = this.#pace(seconds, FLOOD_SAMPLES_PER_SECOND, PAUSE_MS, (node) => void watching.push(this.#trySample(node, latenciesMs)));
    const watching: Promise<void>[] = [];
    const sending: Promise<unknown>[] = [];
    let underWay = 0;
    await this.#pace(seconds, perSecond - FLOOD_SAMPLES_PER_SECOND, FLOOD_PAUSE_MS, (node, due) => {
      if (underWay >= FLOOD_BATCHES_MAX) return;
      underWay += 1;
      sending.push(this.#batch(node, due).finally(() => (underWay -= 1)));
    });
    await sampling;
    return { watched: Promise.all([...watching, ...sending]).then(() => latenciesMs) };
  }

  async #trySample(node: NodeProcess, latenciesMs: number[]): Promise<void> {
    const signed = this.#queue.take();
    const began = performance.now();
    const answer = await node.call('POST', '/transactions', { body: signed.bytes, agent: this.#agent });
    this.offered += 1;
    if (answer.status === 202) {
      await this.#untilFinal(signed.txId);
      latenciesMs.push(performance.now() - began);
      return;
    }
    if (!COMES_BACK.includes(answer.json().code)) throw new Error(`a transaction was refused: ${answer.body.toString()}`);
    this.refused += 1;
    this.#queue.takeBack([signed]);
  }

  /** Calls `send` after each pause with what is due by then, for one node after the other. */
  async #pace(seconds: number, perSecond: number, pauseMs: number, send: (node: NodeProcess, due: number) => void): Promise<void> {
    const began = performance.now();
    let sent = 0;
    for (let turn = 0; performance.now() < began + seconds * 1000; turn += 1) {
      const due = Math.floor(((performance.now() - began) / 1000) * perSecond) - sent;
      if (due > 0) send(this.#nodes[turn % this.#nodes.length]!, due);
      sent += Math.max(0, due);
      await sleep(pauseMs);
    }
  }

  /** @returns how many were not taken; they are tried again later. */
  async #batch(node: NodeProcess, count: number): Promise<number> {
    const taken = Array.from({ length: count }, () => this.#queue.take());
    const answer = await node.call('POST', '/transactions/batch', { body: joinPrefixed(taken.map(({ bytes }) => bytes)), agent: this.#agent });
    const { results, code } = answer.json() as { results?: { problem?: { code: string } }[]; code?: string };
    const codes = results?.map(({ problem }) => problem?.code) ?? taken.map(() => code);
    const strange = codes.find((each) => each !== undefined && !COMES_BACK.includes(each));
    if (strange !== undefined) throw new Error(`a transaction was refused: ${strange}`);
    const refused = taken.filter((_, i) => codes[i] !== undefined);
    this.#queue.takeBack(refused);
    this.offered += count;
    this.refused += refused.length;
    return refused.length;
  }
}

async function obey(load: LoadProcess, order: LoadOrder): Promise<LoadAnswer> {
  // What comes after full load may go on from there.
  if (order.phase !== 'saturate' && order.phase !== 'flood') await load.drain();
  const { final, offered, refused } = load;
  const began = performance.now();
  load.startGaps();
  let latenciesMs: readonly number[] | Promise<readonly number[]> = [];
  if (order.phase === 'prepare') await load.prepare(order.transactions!);
  else if (order.phase === 'single') latenciesMs = await load.single(order.seconds, order.perSecond!);
  else if (order.phase === 'saturate') await load.saturate(order.seconds, order.inFlight!);
  else if (order.phase === 'steady') latenciesMs = await load.steady(order.seconds, order.perSecond!);
  else latenciesMs = (await load.flood(order.seconds, order.perSecond!)).watched;
  load.noteGap();
  const counted = { final: load.final - final, seconds: (performance.now() - began) / 1000, gapMsMax: load.gapMsMax, offered: load.offered - offered, refused: load.refused - refused };
  return { ...counted, latenciesMs: await latenciesMs };
}

async function main(): Promise<void> {
  const load = new LoadProcess(JSON.parse(process.env['BENCH_LOAD']!) as LoadTold);
  await load.watch();
  process.on('message', (order: LoadOrder) => {
    obey(load, order).then(
      (answer) => process.send!(answer),
      (error: Error) => process.send!({ error: error.message }),
    );
  });
  process.on('disconnect', () => process.exit());
  process.send!('ready');
}

if (require.main === module) void main();
