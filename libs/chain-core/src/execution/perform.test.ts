import type { Work } from '../module/work';
import { perform, performAtOnce, whenDone } from './perform';

const said: string[] = [];
beforeEach(() => (said.length = 0));
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Work that says when it goes on. */
function* saying(name: string, ...answers: readonly (() => unknown)[]): Work<string> {
  said.push(`${name} begins`);
  for (const [i, answer] of answers.entries()) {
    yield undefined;
    try {
      said.push(`${name} ${String(yield { module: name, answer: Promise.resolve(answer()) })}`);
    } catch (error) {
      said.push(`${name} ${(error as Error).name} ${i}`);
    }
  }
  return `${name} ends`;
}
const soon = (word: string, waits = 3) => async () => {
  for (let i = 0; i < waits; i += 1) await undefined;
  return word;
};

it('gives at once what nobody has to be waited for', () => {
  expect([perform(saying('a')), performAtOnce(saying('b'))]).toEqual(['a ends', 'b ends']);
  expect(() => performAtOnce(saying('c', soon('x')))).toThrow('no module of this chain declares');
});

it('does one work after the other, whichever waits for longer', async () => {
  const works = Promise.all([perform(saying('a', soon('1', 20), soon('2'))), perform(saying('b', soon('1', 1))), perform(saying('c', soon('1', 7)))]);
  expect(await works).toEqual(['a ends', 'b ends', 'c ends']);
  expect(said).toEqual(['a begins', 'b begins', 'c begins', 'a 1', 'a 2', 'b 1', 'c 1']);
});

it('is over before any timer, turn or tick of others comes, however much it waits for itself', async () => {
  const events: string[] = [];
  setTimeout(() => events.push('timer'), 0);
  setImmediate(() => events.push('turn'));
  const work = whenDone(perform(saying('a', ...Array.from({ length: 50 }, (_, i) => soon(String(i), 40)))), () => events.push('work'));
  for (let i = 0; i < 3; i += 1) await turn();
  await work;
  expect(events[0]).toBe('work');
});

it.each<[string, () => Promise<unknown>]>([
  ['never', () => new Promise(() => undefined)],
  ['a timer', () => new Promise((resolve) => setTimeout(resolve, 0))],
  ['a turn of the event loop', turn],
  ['a tick', () => new Promise((resolve) => process.nextTick(resolve))],
])('gives an answer up that waits for %s, at any place, and goes on', async (_what, wait) => {
  const [late, quick] = [wait, soon('1')];
  const given = await Promise.all([perform(saying('a', late, quick, late, late, quick)), perform(saying('b', quick, late))]);
  expect(given).toEqual(['a ends', 'b ends']);
  expect(said.slice(2)).toEqual(['a AnswerOutstanding 0', 'a 1', 'a AnswerOutstanding 2', 'a AnswerOutstanding 3', 'a 1', 'b 1', 'b AnswerOutstanding 1']);
  await new Promise((resolve) => setTimeout(resolve, 3)); // What comes later is nothing to anybody.
  expect(said).toHaveLength(9);
});

it('begins the next work after one that fails, and says so to whoever waits for that one', async () => {
  const failing = (function* (): Work<void> {
    yield undefined;
    throw new Error('no');
  })();
  const failed: unknown[] = [];
  const first = whenDone(perform(failing), () => said.push('never'), (error) => failed.push((error as Error).message));
  expect(await perform(saying('b', soon('1')))).toBe('b ends');
  await first;
  expect([failed, said]).toEqual([['no'], ['b begins', 'b 1']]);
});

it.each<[string, PropertyDescriptor & { readonly of: string }]>([
  ['then that throws', { of: 'then', value: () => { throw new RangeError('no then'); } }],
  ['then that cannot be read', { of: 'then', get: () => { throw new RangeError('no then'); } }],
  ['constructor that cannot be read', { of: 'constructor', get: () => { throw new RangeError('no constructor'); } }],
])('takes a promise with a %s for an answer like any other, and goes on', async (_what, { of, ...descriptor }) => {
  const work = (function* (): Work<string> {
    yield undefined;
    try {
      return String(yield { module: 'odd', answer: Object.defineProperty(Promise.resolve('1'), of, descriptor) });
    } catch (error) {
      return (error as Error).name;
    }
  })();
  expect(await perform(work)).toBe('RangeError');
});
