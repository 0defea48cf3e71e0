import { NODE } from './limits';
import { PacedAnswers } from './paced-answers';

test('a peer is answered so often in a second; a few more wait, and the rest is dropped; others do not notice', () => {
  let nowMs = 0;
  const timers: (() => void)[] = [];
  const paced = new PacedAnswers({ clock: { nowMs: () => nowMs, later: (_, call) => (timers.push(call), () => undefined) } });
  const answered: Record<string, number> = { greedy: 0, modest: 0 };
  const ask = (peer: string) => paced.answer(peer, () => (answered[peer]! += 1));
  for (let i = 0; i < NODE.answersPerSecondMax + NODE.answersWaitingMax + 500; i += 1) ask('greedy');
  ask('modest');
  expect(answered).toEqual({ greedy: NODE.answersPerSecondMax, modest: 1 });
  nowMs += 1_000;
  timers.shift()!();
  expect(answered).toEqual({ greedy: NODE.answersPerSecondMax + NODE.answersWaitingMax, modest: 1 });
  expect(timers).toEqual([]);
});
