import type { Engine, EngineEffect, EngineEvent } from '../consensus/engine';
import type { VoteLog, VoteRecord } from '../storage';
import { utf8 } from '../primitives/bytes';
import { systemClock } from './clock';
import { ConsensusDriver } from './consensus-driver';

const turn = () => new Promise((resolve) => setImmediate(resolve));
const settle = async () => {
  for (let i = 0; i < 10; i += 1) await turn();
};
const persist = (text: string): EngineEffect => ({ kind: 'persist', view: 1, record: utf8(text) });
const send = (text: string): EngineEffect => ({ kind: 'send', to: 'all', bytes: utf8(text) });

/** A driver of an engine that answers messages by a table, with a vote log whose fsync ends when the test says so. */
class Bench {
  readonly sent: string[] = [];
  readonly appended: string[][] = [];
  readonly fatal: unknown[] = [];
  #fsync: { resolve: () => void; reject: (error: Error) => void } | undefined;
  readonly driver: ConsensusDriver;
  constructor(answers: Record<string, readonly EngineEffect[]>) {
    const step = (event: EngineEvent) => (event.kind === 'message' ? answers[Buffer.from(event.bytes).toString()]! : []);
    const append = (records: readonly VoteRecord[]) => {
      this.appended.push(records.map(({ bytes }) => Buffer.from(bytes).toString()));
      return new Promise<void>((resolve, reject) => (this.#fsync = { resolve, reject }));
    };
    const unused = () => {
      throw new Error('not in this test');
    };
    this.driver = new ConsensusDriver({
      engine: { step } as unknown as Engine, votes: { append } as unknown as VoteLog, clock: systemClock,
      send: (_to, bytes) => void this.sent.push(Buffer.from(bytes).toString()),
      build: unused, check: unused, onHead: unused, onFinal: unused, onBehind: unused, onBlame: unused, afterCommit: unused,
      isHeldBack: () => false, isIdle: () => false,
      onFatal: (error) => void this.fatal.push(error),
    });
    this.driver.start();
  }
  async hear(...messages: string[]): Promise<void> {
    for (const message of messages) this.driver.push({ kind: 'message', from: 0, bytes: utf8(message) });
    await settle();
  }
  async fsynced(): Promise<void> {
    this.#fsync!.resolve();
    await settle();
  }
  async fsyncFails(): Promise<void> {
    this.#fsync!.reject(new Error('EIO'));
    await settle();
  }
}

const ANSWERS = { vote: [persist('a'), send('A')], again: [persist('b'), send('B')], pass: [send('C')], last: [send('D'), persist('d')] };

test('nothing is sent before what was persisted with it is durable, nor overtakes it', async () => {
  const bench = new Bench(ANSWERS);
  await bench.hear('vote');
  await bench.hear('pass');
  expect(bench.sent).toEqual([]);
  await bench.fsynced();
  expect(bench.sent).toEqual(['A', 'C']);
});

test('what is persisted while an fsync is under way shares the next one', async () => {
  const bench = new Bench(ANSWERS);
  await bench.hear('vote');
  await bench.hear('again', 'pass', 'last');
  expect(bench.appended).toEqual([['a']]);
  await bench.fsynced();
  expect(bench.appended).toEqual([['a'], ['b', 'd']]);
  expect(bench.sent).toEqual(['A']);
  await bench.fsynced();
  expect(bench.sent).toEqual(['A', 'B', 'C', 'D']);
});

test('after an fsync that failed nothing is sent any more, and the node hears of it once', async () => {
  const bench = new Bench(ANSWERS);
  await bench.hear('vote', 'pass');
  await bench.hear('again');
  await bench.fsyncFails();
  await bench.hear('pass');
  expect(bench.sent).toEqual([]);
  expect(bench.fatal).toHaveLength(1);
});

test('what was not performed when the driver is stopped never is', async () => {
  const bench = new Bench(ANSWERS);
  await bench.hear('vote', 'pass');
  bench.driver.stop();
  await bench.fsynced();
  expect(bench.sent).toEqual([]);
});
