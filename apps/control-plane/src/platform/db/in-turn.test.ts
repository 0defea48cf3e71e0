import { InTurn } from './in-turn';

test('work is done one after the other for each, also after one failed, and turned away where too much waits', async () => {
  const turns = new InTurn(3, 5);
  const begun: string[] = [];
  const ends: Record<string, (how: Promise<string>) => void> = {};
  const run = (whose: string, name: string) => turns.run(whose, () => (begun.push(name), new Promise<string>((settle) => (ends[name] = settle))));
  const [first, second, third] = [run('a', '1'), run('a', '2'), run('a', '3')];
  const other = run('b', 'other');
  await expect(run('a', '4')).rejects.toMatchObject({ problem: { code: 'TOO_MANY_REQUESTS', facts: { retryAfterSeconds: 5 } } });
  ends.other!(Promise.resolve('b'));
  expect([await other, begun]).toEqual(['b', ['1', 'other']]);
  ends['1']!(Promise.reject(new Error('no')));
  await expect(first).rejects.toThrow('no');
  expect(begun).toEqual(['1', 'other', '2']);
  const fourth = run('a', '4');
  for (const name of ['2', '3', '4']) {
    ends[name]!(Promise.resolve(name));
    expect(await { 2: second, 3: third, 4: fourth }[name]).toBe(name);
  }
  const again = run('a', '5');
  await Promise.resolve();
  ends['5']!(Promise.resolve('5'));
  expect(await again).toBe('5');
});
