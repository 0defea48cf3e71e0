import type { AnyModule } from '../module/active-module';
import type { ModuleDefinition } from '../module/define-module';
import { leftRunningBy } from '../module/left-running';
import { BUDGETS } from '../module/meter';
import { counter } from '../testing/counter-module';
import { ModuleHarness, WaitingHarness } from '../testing/module-harness';
import { changeModule, play, watched, type Step } from '../testing/contract';
import { leftRunning, ponder, counterAgain } from '../testing/ponder-module';

const call = (command: string, payload: object = {}) => ({ module: 'ponder', command, payload: payload as never, actor: 'ann' });
const begin = (module: ModuleDefinition<never> = ponder as never) => WaitingHarness.begin({ modules: [{ module: module as AnyModule, params: { max: 1_000 } }] });
const faultOf = (promise: Promise<unknown>): Promise<Error> => promise.then(() => { throw new Error('it did not fail'); }, (error: Error & { cause?: Error }) => (error.cause instanceof Error ? error.cause : error));

describe('a module that promises its answers', () => {
  it('is waited for: commands, hooks and queries', async () => {
    const chain = await begin();
    expect(await chain.call(call('add', { by: 3 }))).toMatchObject({ accepted: true, events: [{ name: 'added', data: { by: 3, total: 3 } }] });
    expect(await chain.call(call('add', { by: 4 }))).toMatchObject({ accepted: true, events: [{ name: 'added', data: { by: 4, total: 7 } }] });
    expect(await chain.query('ponder', 'total')).toBe(7);
    expect(await chain.query('ponder', 'blocks')).toBe(3);
    expect(await chain.check(call('add', { by: 994 }))).toBe('COUNTER_FULL');
    expect(await chain.call(call('add', { by: 994 }))).toMatchObject({ accepted: false, code: 'COUNTER_FULL', facts: { max: 1_000 } });
  });

  it('comes to the same in several transactions of a block as one after the other', async () => {
    const [one, many] = [await begin(), await begin()];
    for (const by of [1, 2, 3]) await one.call(call('add', { by }));
    const recorded = await many.block([1, 2, 3].map((by) => many.transaction([call('add', { by })])));
    expect(recorded.map(({ events }) => events[0]!.data)).toEqual([{ by: 1, total: 1 }, { by: 2, total: 3 }, { by: 3, total: 6 }]);
    expect(await many.query('ponder', 'total')).toBe(await one.query('ponder', 'total'));
  });

  it('does what it does at once in the same order everywhere', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `n${i % 5}`);
    const run = async () => {
      const chain = await begin();
      const { events } = await chain.call(call('add-together', { names }));
      return { events, root: chain.stateRoot };
    };
    const first = await run();
    expect(first.events.map(({ data }) => (data as { by: number }).by)).not.toEqual(names.map((_, i) => i)); // They did overtake each other.
    expect(await run()).toEqual(first);
    expect((await Promise.all([run(), run(), run()]))).toEqual([first, first, first]);
  });

  it('refuses by rejecting with a refusal, and nothing of it stays', async () => {
    const chain = await begin();
    expect(await chain.call(call('refuse-late'))).toMatchObject({ accepted: false, code: 'CHANGED_ITS_MIND', events: [] });
    expect(await chain.query('ponder', 'total')).toBe(0);
  });

  it('is counted after it has waited, too', async () => {
    const chain = await begin();
    expect(await chain.call(call('gorge'))).toMatchObject({ accepted: false, code: 'TOO_COSTLY', facts: { limit: BUDGETS.transaction.operations } });
  });

  it.each([
    ['break-late', 'a bug after a while'],
    ['never', 'waits for something outside'], ['after-a-timer', 'waits for something outside'], ['after-a-turn', 'waits for something outside'], ['after-a-tick', 'waits for something outside'],
    ['thenable', 'waits for something outside'],
  ])('%s is its fault: the transaction is left out, others are not, and the chain goes on', async (command, words) => {
    const chain = await begin();
    const [good, bad, next] = [call('add', { by: 1 }), call(command), call('add', { by: 2 })].map((each) => chain.transaction([each]));
    expect((await faultOf(chain.block([good!, bad!, next!]))).message).toContain(words);
    expect(await chain.block([good!, next!])).toMatchObject([{ accepted: true }, { accepted: true, events: [{ data: { by: 2, total: 3 } }] }]);
    await new Promise((resolve) => setTimeout(resolve, 5)); // Whatever it still does is done.
    expect(await chain.query('ponder', 'total')).toBe(3);
  });

  it('is found out the same wherever its call stands in a block', async () => {
    const chain = await begin();
    for (const command of ['after-a-turn', 'after-a-tick', 'after-a-timer']) {
      for (let before = 0; before < 3; before += 1) {
        const transactions = [...Array.from({ length: before }, () => call('add', { by: 1 })), call(command), call(command)].map((each) => chain.transaction([each]));
        expect((await faultOf(chain.block(transactions))).message).toContain('waits for something outside');
      }
    }
  });

  it('is found out at the door where it is `check`, and in a question from outside', async () => {
    const chain = await begin();
    expect((await faultOf(chain.admit(call('check-never')))).message).toContain('module ponder promised an answer');
    expect((await faultOf(chain.query('ponder', 'never'))).message).toContain('module ponder promised an answer');
  });

  it('has no way to write in check', async () => {
    expect((await faultOf((await begin()).admit(call('write-in-check')))).message).toContain('put is not a function');
    expect(await faultOf(play({ module: watched(ponder as never), params: {}, steps: [{ actor: 'ann', command: 'write-in-check', payload: {} }] }))).toMatchObject({ message: expect.stringContaining('only reads') });
  });

  it('is known by what it has left running, wherever that is', async () => {
    const heard: unknown[] = [];
    const leave = async () => {
      heard.push(leftRunningBy());
      await new Promise((resolve) => setImmediate(resolve));
      heard.push(leftRunningBy());
    };
    const leaving = { ...ponder.commands!['add']!, check: undefined, apply: () => void leave() };
    const chain = await begin({ ...ponder, commands: { add: leaving } } as never);
    await chain.call(call('add', { by: 1 }));
    heard.push(leftRunningBy());
    await new Promise((resolve) => setTimeout(resolve, 0));
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard).toEqual(['ponder', 'ponder', undefined, 'ponder', 'ponder']); // Proposer and voter.
  });

  it('has nothing left in its hands once it has answered', async () => {
    const [chain, twin] = [await begin(), await begin()];
    leftRunning.length = 0;
    expect(await chain.call(call('leave-running'))).toMatchObject({ accepted: true, events: [] });
    await twin.call(call('leave-running'));
    expect(new Set(await Promise.all(leftRunning))).toEqual(new Set(['CallOver']));
    expect(leftRunning).toHaveLength(4 * 12); // Proposer and voter, of two chains.
    for (const each of [chain, twin]) await each.call(call('add', { by: 1 }));
    expect(await chain.query('ponder', 'total')).toBe(1);
    expect(chain.stateRoot).toEqual(twin.stateRoot);
  });

  it.each(['genesis', 'endBlock'] as const)('breaks the founding, or the block, with a %s hook that waits for something outside', async (hook) => {
    const waits = { ...ponder, hooks: { [hook]: () => new Promise((resolve) => setImmediate(resolve)) } } as never;
    const failed = hook === 'genesis' ? begin(waits) : begin(waits).then((chain) => chain.block([]));
    expect((await faultOf(failed)).message).toContain('waits for something outside');
  });

  it.each([
    ['a policy', { slot: 'transactions', policy: { check: async () => undefined, apply: () => undefined } }],
    ['the check of parameters', { checkParams: async () => undefined }],
  ])('answers at once with %s', async (_what, parts) => {
    const chain = begin({ ...ponder, ...parts } as never).then((begun) => begun.call(call('add', { by: 1 })));
    expect((await faultOf(chain)).message).toContain('answered with a promise');
  });

  it('is nothing for those who do not wait', () => {
    expect(() => new ModuleHarness({ modules: [{ module: ponder as never }] })).toThrow('no module of this chain declares');
  });

  it('keeps the contract of modules', async () => {
    const [add, refused, total]: Step[] = [{ actor: 'ann', command: 'add', payload: { by: 2 } }, { actor: 'bob', command: 'refuse-late', payload: {} }, { query: 'total', args: {}, answer: 2 }];
    const played = (module: ModuleDefinition<never>, ...steps: Step[]) => play({ module: module as AnyModule, params: {}, steps });
    expect((await played(watched(ponder as never) as never, add!, total!)).trace).toBe((await played(ponder as never, add!, total!)).trace);
    await expect(played(watched(ponder as never) as never, add!, refused!)).rejects.toThrow('does not refuse with CHANGED_ITS_MIND');
  });
});

it('a module that promises takes the place of one that does not, with its records, and gives it back', async () => {
  const chain = await WaitingHarness.begin({ modules: [{ module: counter as never }], spare: [ponder, counterAgain] as never });
  const add = (module: string, by: number) => chain.call({ module, command: 'add', payload: { by }, actor: 'ann' });
  await add('counter', 5);
  expect(await changeModule(chain, 'counter', ponder as never, { max: 1_000 })).toMatchObject({ name: 'modules-changed' });
  expect(await add('ponder', 2)).toMatchObject({ accepted: true, events: [{ data: { total: 7 } }] });
  expect(await changeModule(chain, 'ponder', counterAgain as never, { max: 1_000 })).toMatchObject({ name: 'modules-changed' });
  expect(await add('counter', 1)).toMatchObject({ accepted: true, events: [{ data: { total: 8 } }] });
});

it.each(['never', 'after-a-turn'])('a migration that promises %s ends, and leaves the old module in place', async (way) => {
  const wait = way === 'never' ? () => new Promise<void>(() => undefined) : () => new Promise<void>((resolve) => setImmediate(resolve));
  const broken = { ...ponder, migrateFrom: { 'counter@1.0.0': { stores: ['total'], entry: wait } } };
  const chain = await WaitingHarness.begin({ modules: [{ module: counter as never }], spare: [broken] as never });
  await chain.call({ module: 'counter', command: 'add', payload: { by: 5 }, actor: 'ann' });
  expect(await changeModule(chain, 'counter', broken as never, { max: 1_000 })).toMatchObject({ name: 'change-failed', data: { code: 'MIGRATION_BROKE' } });
  expect(await chain.query('counter', 'total')).toBe(5);
});
