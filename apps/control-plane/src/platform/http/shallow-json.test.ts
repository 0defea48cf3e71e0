import fc from 'fast-check';
import { HTTP_LIMITS } from './limits';
import { parseShallowJson } from './shallow-json';

const nested = (open: string, close: string, levels: number) => open.repeat(levels) + close.repeat(levels);

it.each([
  ['lists', nested('[', ']', HTTP_LIMITS.toldDepthMax), true],
  ['too many lists', nested('[', ']', HTTP_LIMITS.toldDepthMax + 1), false],
  ['lists without end', '['.repeat(1_000_000), false],
  ['objects', `${'{"a":'.repeat(HTTP_LIMITS.toldDepthMax)}1${'}'.repeat(HTTP_LIMITS.toldDepthMax)}`, true],
  ['too many objects', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, false],
  ['brackets in texts', JSON.stringify(['['.repeat(1_000), '\\"['.repeat(1_000), '\\']), true],
  ['a text that hides nothing', `["\\\\",${nested('[', ']', 1_000)}]`, false],
  ['lists side by side', `[${Array.from({ length: 1_000 }, () => '[]').join()}]`, true],
  ['no JSON', 'hello', false],
  ['a text without an end', '"abc', false],
])('takes %s: %#', (_, text, isTaken) => {
  expect(parseShallowJson(text)).toEqual(isTaken ? JSON.parse(text) : undefined);
});

it('takes whatever is shallow as JSON.parse does', () => {
  fc.assert(fc.property(fc.json({ maxDepth: 8 }), (text) => expect(parseShallowJson(text)).toEqual(JSON.parse(text))));
});
