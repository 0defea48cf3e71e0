import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { joinPrefixed } from '@bystack/chain-core/codec/prefixed-list';
import { fromHex } from '@bystack/chain-core/primitives/bytes';
import { Coins } from '@bystack/chain-core/testing/coins';
import type { LocalFolder } from '@bystack/chain-core/testing/local-chain';
import { NodeProcess } from '@bystack/chain-core/testing/node-process';

/**
 * The client of the chain bench, a process of its own so that its work is not counted as the nodes'. It holds coins, hands each on again
 * and again (signed ahead), submits to all nodes but the last and watches the last one for what becomes final.
 * Orders come as messages: {phase, seconds, perSecond?, inFlight?}; the answer is {final, seconds, latenciesMs}.
 */
export interface LoadOrder {
  readonly phase: 'prepare' | 'single' | 'saturate' | 'steady';
  readonly seconds: number;
  /** single, steady: transactions a second. */
  readonly perSecond?: number;
  /** saturate: submitted and not yet final. */
  readonly inFlight?: number;
  /** prepare: what is going to be needed. */
  readonly transfers?: number;
}
export interface LoadAnswer {
  readonly final: number;
  readonly seconds: number;
  readonly latenciesMs: readonly number[];
}

const COINS_PER_ISSUE = 256;
const BATCH = 100;
const SAMPLES_PER_SECOND = 25;
/** Overload, and a node that has not yet heard of the transfer before this one. */
const COMES_BACK = ['MEMPOOL_FULL', 'INPUT_MISSING'];

interface Coin {
  readonly issue: Uint8Array;
  readonly index: number;
}

class Load {
  readonly #coins: Coins;
  readonly #nodes: readonly NodeProcess[];
  readonly #watched: NodeProcess;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  readonly #lanes: Coin[] = [];
  /** Signed transfers in an order in which no two of one coin are near each other. */
  #signed: Uint8Array[] = [];
  #signedIds: Uint8Array[] = [];
  #next = 0;
  /** Were refused for now. */
  readonly #again: number[] = [];
  final = 0;

  constructor(chainId: Uint8Array, folders: readonly LocalFolder[]) {
    this.#coins = new Coins({ chainId, seed: new Uint8Array(32).fill(7) });
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
  }

  async prepare(coins: number, transfers: number): Promise<void> {
    while (this.#lanes.length < coins) {
      const issue = this.#coins.issue(COINS_PER_ISSUE, Date.now());
      const answer = await this.#nodes[0]!.call('POST', '/transactions?wait=final', { body: issue.bytes, agent: this.#agent });
      if (answer.json().outcome?.kind !== 'accepted') throw new Error(`the issue was not accepted: ${answer.body.toString()}`);
      for (let index = 0; index < COINS_PER_ISSUE; index += 1) this.#lanes.push({ issue: issue.txId, index });
    }
    let tips = this.#lanes.map(({ issue, index }) => ({ txId: issue, index }));
    while (this.#signed.length < transfers) {
      const nowMs = Date.now();
      const round = tips.map(({ txId, index }) => this.#coins.transfer(txId, index, nowMs));
      for (const { bytes, txId } of round) {
        this.#signed.push(bytes);
        this.#signedIds.push(txId);
      }
      tips = round.map(({ txId }) => ({ txId, index: 0 }));
    }
  }

  /** One at a time to one node, each watched on another until it is final there. */
  async single(seconds: number, perSecond: number): Promise<number[]> {
    const waiting: Promise<number>[] = [];
    const began = performance.now();
    for (let i = 0; i < seconds * perSecond; i += 1) {
      await sleep(Math.max(0, began + (i * 1000) / perSecond - performance.now()));
      waiting.push(this.#sample(i));
    }
    return Promise.all(waiting);
  }

  async #sample(i: number): Promise<number> {
    const at = this.#take();
    const began = performance.now();
    const watching = this.#watched.call('GET', `/receipts/${Buffer.from(this.#signedIds[at]!).toString('hex')}?wait=final&timeoutMs=20000`, { agent: this.#agent });
    const answer = await this.#nodes[i % this.#nodes.length]!.call('POST', '/transactions', { body: this.#signed[at]!, agent: this.#agent });
    if (answer.status !== 202) throw new Error(`a transfer was refused: ${answer.body.toString()}`);
    const receipt = await watching;
    if (receipt.status !== 200) throw new Error(`a transfer did not become final: ${receipt.body.toString()}`);
    return performance.now() - began;
  }

  /** As many as the chain takes, with a bounded number on their way. */
  async saturate(seconds: number, inFlight: number): Promise<void> {
    const end = performance.now() + seconds * 1000;
    const before = this.final;
    let submitted = 0;
    const worker = async (node: NodeProcess) => {
      while (performance.now() < end) {
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
    const samples = this.single(seconds, SAMPLES_PER_SECOND);
    const began = performance.now();
    let submitted = 0;
    const sending: Promise<unknown>[] = [];
    for (let turn = 0; performance.now() < began + seconds * 1000; turn += 1) {
      const due = Math.floor(((performance.now() - began) / 1000) * (perSecond - SAMPLES_PER_SECOND)) - submitted;
      if (due > 0) sending.push(this.#batch(this.#nodes[turn % this.#nodes.length]!, due));
      submitted += Math.max(0, due);
      await sleep(10);
    }
    await Promise.all(sending);
    return samples;
  }

  /** @returns how many were not taken; they are tried again later. */
  async #batch(node: NodeProcess, count: number): Promise<number> {
    const taken = Array.from({ length: count }, () => this.#take());
    const answer = await node.call('POST', '/transactions/batch', { body: joinPrefixed(taken.map((at) => this.#signed[at]!)), agent: this.#agent });
    const { results } = answer.json() as { results: { problem?: { code: string } }[] };
    const refused = taken.filter((_, i) => results[i]!.problem !== undefined);
    const strange = results.find(({ problem }) => problem !== undefined && !COMES_BACK.includes(problem.code));
    if (strange !== undefined) throw new Error(`a transfer was refused: ${JSON.stringify(strange)}`);
    this.#again.push(...refused);
    return refused.length;
  }

  #take(): number {
    const again = this.#again.shift();
    if (again !== undefined) return again;
    if (this.#next >= this.#signed.length) throw new Error('no signed transfers are left: prepare more');
    this.#next += 1;
    return this.#next - 1;
  }
}

async function obey(load: Load, order: LoadOrder): Promise<LoadAnswer> {
  const before = load.final;
  const began = performance.now();
  let latenciesMs: readonly number[] = [];
  if (order.phase === 'prepare') await load.prepare(order.inFlight ?? 8192, order.transfers ?? 0);
  else if (order.phase === 'single') latenciesMs = await load.single(order.seconds, order.perSecond!);
  else if (order.phase === 'saturate') await load.saturate(order.seconds, order.inFlight!);
  else latenciesMs = await load.steady(order.seconds, order.perSecond!);
  return { final: load.final - before, seconds: (performance.now() - began) / 1000, latenciesMs };
}

async function main(): Promise<void> {
  const { chainId, folders } = JSON.parse(process.env['BENCH_LOAD']!) as { chainId: string; folders: LocalFolder[] };
  const load = new Load(fromHex(chainId)!, folders);
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
