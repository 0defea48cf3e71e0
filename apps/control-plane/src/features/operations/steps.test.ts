import { advance, allDone, failStep, moved, type StepFact } from './steps';

const fact = (name: string, done: number, of = 4): StepFact => ({ name, words: { en: name, zh: name }, done, of });
const shape = (steps: ReturnType<typeof advance>) =>
  steps.map(({ name, state, startedAtMs, endedAtMs, progress }) => [name, state, startedAtMs, endedAtMs, progress?.done]);

describe('steps of an operation', () => {
  it('go in order, and are done when they were seen', () => {
    const first = advance([], [fact('a', 1, 1), fact('b', 2), fact('c', 4)], 10);
    expect(shape(first)).toEqual([
      ['a', 'done', 10, 10, 1],
      ['b', 'running', 10, null, 2],
      ['c', 'waiting', null, null, 4],
    ]);
    const second = advance(first, [fact('a', 1, 1), fact('b', 4), fact('c', 3)], 20);
    expect(shape(second)).toEqual([
      ['a', 'done', 10, 10, 1],
      ['b', 'done', 10, 20, 4],
      ['c', 'running', 20, null, 3],
    ]);
    expect([allDone(first), allDone(second), allDone(advance(second, [fact('a', 1, 1), fact('b', 4), fact('c', 4)], 30))]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('stay done when the world goes back', () => {
    const done = advance([], [fact('a', 4), fact('b', 1)], 10);
    expect(shape(advance(done, [fact('a', 2), fact('b', 1)], 20))).toEqual([
      ['a', 'done', 10, 10, 4],
      ['b', 'running', 10, null, 1],
    ]);
  });

  it('move only when something observed changed', () => {
    const before = advance([], [fact('a', 1)], 10);
    expect(moved(before, advance(before, [fact('a', 1)], 99))).toBe(false);
    expect(moved(before, advance(before, [fact('a', 2)], 99))).toBe(true);
    expect(moved(before, advance(before, [fact('a', 0)], 99))).toBe(true);
  });

  it('fail where they were', () => {
    expect(
      failStep(advance([], [fact('a', 4), fact('b', 1), fact('c', 0)], 10), 20).map(({ state, endedAtMs }) => [state, endedAtMs]),
    ).toEqual([
      ['done', 10],
      ['failed', 20],
      ['waiting', null],
    ]);
  });
});
