import { execFileSync } from 'node:child_process';
import { quote, recipe } from './recipe';

beforeAll(() => Object.assign(globalThis, { window: { location: { origin: 'http://127.0.0.1:4280' } } }));

test.each(["it's", 'a b', '$HOME', '`id`', '"x"', '\\', '果园', 'plain-1.0', '{"a":"b\'c"}'])('a shell reads %s back as it was', (text) => {
  expect(execFileSync('sh', ['-c', `printf %s ${quote(text)}`], { encoding: 'utf8' })).toBe(text);
});

test('an action as a REST call and as a command', () => {
  const { rest, cli } = recipe('POST', '/chains', { name: "Orchard's" }, ['chains', 'create', "Orchard's"]);
  expect(rest).toContain('curl -X POST http://127.0.0.1:4280/api/v1/chains');
  expect(rest).toContain('Idempotency-Key');
  expect(cli).toBe(`bystack chains create 'Orchard'\\''s'`);
});

test('what a command reads from its input is piped into it', () => {
  const { cli } = recipe('POST', '/chains', {}, ['chains', 'create', '--file', '-'], { name: 'A' });
  expect(cli).toBe(`echo '{"name":"A"}' | bystack chains create --file -`);
});

test('where there is no command, none is shown, and reading needs no idempotency key', () => {
  const { rest, cli } = recipe('GET', '/audit', undefined);
  expect(cli).toBeUndefined();
  expect(rest).not.toContain('Idempotency-Key');
});
