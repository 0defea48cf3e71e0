import { NODE } from './limits';
import { PacedAnswers } from './paced-answers';

/** Answers of `bytes` each, on a clock that is moved by hand. */
class Answering {
  nowMs = 0;
  readonly answered: Record<string, number> = {};
  readonly paced = new PacedAnswers({ clock: { nowMs: () => this.nowMs, later: (_, call) => (this.#timers.push(call), () => undefined) } });
  #timers: (() => void)[] = [];

  constructor(private readonly bytes = 0) {}

  ask(peer: string, times = 1): void {
    const answer = () => {
      this.answered[peer] = (this.answered[peer] ?? 0) + 1;
      this.paced.gave(peer, this.bytes);
    };
    for (let i = 0; i < times; i += 1) this.paced.answer(peer, answer);
  }

  passSecond(): void {
    this.nowMs += 1_000;
    for (const call of this.#timers.splice(0)) call();
  }

  get isWaiting(): boolean {
    return this.#timers.length > 0;
  }
}

test('a peer is answered so often in a second; a few more wait, and the rest is dropped; others do not notice', () => {
  const peers = new Answering();
  peers.ask('greedy', NODE.answersPerSecondMax + NODE.answersWaitingMax + 500);
  peers.ask('modest');
  expect(peers.answered).toEqual({ greedy: NODE.answersPerSecondMax, modest: 1 });
  peers.passSecond();
  expect(peers.answered).toEqual({ greedy: NODE.answersPerSecondMax + NODE.answersWaitingMax, modest: 1 });
  expect(peers.isWaiting).toBe(false);
});

test('a peer is given so many bytes a second; an answer that goes beyond is made up for', () => {
  const peers = new Answering(NODE.answerBytesPerSecondMax * 1.5);
  peers.ask('greedy', 4);
  peers.ask('modest');
  expect(peers.answered).toEqual({ greedy: 1, modest: 1 });
  const seen = [1, 2, 3, 4, 5].map(() => (peers.passSecond(), peers.answered['greedy']));
  expect(seen).toEqual([2, 2, 3, 4, 4]);
  expect(peers.isWaiting).toBe(false);
});

test('all together are given so many bytes a second, and take turns: whoever asks for much, in many names, cannot keep others waiting', () => {
  const each = NODE.answerBytesPerSecondMax / 32;
  const seconds = NODE.answerBytesOfAllPerSecondMax / each;
  const peers = new Answering(each);
  const names = Array.from({ length: seconds - 1 }, (_, i) => `greedy ${i}`);
  for (const name of names) peers.ask(name, NODE.answersWaitingMax);
  peers.ask('modest', 2);
  const total = () => Object.values(peers.answered).reduce((sum, count) => sum + count, 0);
  expect([total(), peers.answered['modest']]).toEqual([seconds, undefined]);
  peers.passSecond();
  for (const name of names) peers.ask(name, NODE.answersWaitingMax);
  expect([total(), peers.answered['modest']]).toEqual([2 * seconds, 1]);
  peers.passSecond();
  expect(peers.answered['modest']).toBe(2);
});

test('a peer that is gone is not answered, and nobody is once it is closed', () => {
  const peers = new Answering(NODE.answerBytesOfAllPerSecondMax);
  peers.ask('first');
  peers.ask('gone', 3);
  peers.ask('late', 3);
  peers.paced.onDisconnected('gone');
  peers.passSecond();
  peers.paced.close();
  peers.passSecond();
  expect(peers.answered).toEqual({ first: 1, late: 1 });
});
