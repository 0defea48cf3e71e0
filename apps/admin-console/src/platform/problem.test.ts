import type { ModuleCard, Problem } from '@bystack/api';
import { atField, endedWith, fieldErrors, inWordsOf, learnWords, problemOf, Refused, refusalWords, sentenceOf } from './problem';

const problem = (code: string, rest: Partial<Problem> = {}): Problem => ({ type: '', title: '', status: 409, code, detail: 'As the server says.', ...rest });
const card = { errors: [{ code: 'DATA_INVALID', status: 422, words: { en: 'Bad at {path}.', zh: '在 {path} 处有误。' } }] } as unknown as ModuleCard;

test('English is what the server says', () => {
  expect(sentenceOf(problem('NAME_TAKEN', { facts: { name: 'A' } }), 'en')).toBe('As the server says.');
  expect(sentenceOf(problem('NOT_SIGNED_IN', { detail: '' }), 'en')).toBe('Sign in, or send an API key that is known here and was not revoked.');
});

test('Chinese takes the words of the code with its facts, or else what the server says', () => {
  expect(sentenceOf(problem('NAME_TAKEN', { facts: { name: 'A' } }), 'zh')).toBe('您已有名为“A”的链。');
  expect(sentenceOf(problem('NAME_TAKEN'), 'zh')).toBe('As the server says.');
  expect(sentenceOf(problem('SOMETHING_ELSE'), 'zh')).toBe('As the server says.');
  expect(sentenceOf(problem('constructor'), 'zh')).toBe('As the server says.');
});

test('what something ended with is told in the language, too, where its words need no facts', () => {
  expect(endedWith({ code: 'NODE_UNREACHABLE', detail: 'As it ended.' }, 'zh')).toMatch(/^该链目前没有节点响应/);
  expect(endedWith({ code: 'NODE_UNREACHABLE', detail: 'As it ended.' }, 'en')).toBe('As it ended.');
  expect(endedWith({ code: 'NO_HOST_WITH_ROOM', detail: 'As it ended.' }, 'zh')).toBe('As it ended.');
});

test('what any code may tell also stands in both languages', () => {
  expect(sentenceOf(problem('NAME_TAKEN', { facts: { name: 'A', recordedVotes: 'B' } }), 'zh')).toBe('您已有名为“A”的链。已记录且保留的表决：B。');
  expect(sentenceOf(problem('NAME_TAKEN', { facts: { recordedVotes: 'B' } }), 'zh')).toBe('As the server says.');
});

test('codes of modules get the words of their cards', () => {
  learnWords([card]);
  expect(sentenceOf(problem('DATA_INVALID', { facts: { path: '/a' } }), 'zh')).toBe('在 /a 处有误。');
  expect(refusalWords({ code: 'DATA_INVALID', detail: 'Bad at /a.', facts: { path: '/a' } }, 'zh')).toBe('在 /a 处有误。');
  expect(refusalWords({ code: 'DATA_INVALID', detail: 'Bad at /a.', facts: {} }, 'zh')).toBe('Bad at /a.');
});

test('one field or several are told apart', () => {
  expect(fieldErrors(problem('X', { field: '/name' }), 'en')).toEqual({ '/name': 'As the server says.' });
  expect(fieldErrors(problem('X', { errors: [{ field: '/a', code: 'MIN', detail: 'too small' }] }), 'en')).toEqual({ '/a': 'too small' });
});

test('at the field itself only why its value does not fit is said, in the language', () => {
  const facts = { path: '/lots/0/quantity', reason: 'must be more than 0' };
  expect(fieldErrors(problem('DATA_INVALID', { field: '/lots/0/quantity', facts }), 'en')).toEqual({ '/lots/0/quantity': 'Must be more than 0.' });
  expect(fieldErrors(problem('DATA_INVALID', { field: '/lots/0/quantity', facts }), 'zh')).toEqual({ '/lots/0/quantity': '须大于 0。' });
  expect(atField({ path: '/a', reason: 'must NOT have fewer than 3 characters' }, 'x', 'en')).toBe('Must have at least 3 characters.');
  expect([atField({ path: '/a', reason: 'the moon is wrong' }, 'x', 'en'), atField({ reason: 'is missing' }, 'x', 'en'), atField(undefined, 'x', 'en')]).toEqual(['x', 'x', 'x']);
});

test('a pattern is told by what the field says of itself', () => {
  const bag = { type: 'string', pattern: '^(?:AB|CD)-', 'x-description': { en: 'The code on the bag', zh: '袋上的编号' }, examples: ['AB-7'] };
  learnWords([{ ...card, name: 'rule-book', surface: { acts: { pack: { data: { properties: { bag } } } } } } as unknown as ModuleCard]);
  const facts = { path: '/bag', reason: 'must match ^(?:AB|CD)-' };
  expect(atField(facts, 'x', 'en')).toBe('Must be as its description says: The code on the bag, such as AB-7.');
  expect(atField(facts, 'x', 'zh')).toBe('须为其说明所述的形式：袋上的编号，如 AB-7。');
});

test('what was thrown by our own mistake is a problem too', () => {
  expect(problemOf(new Error('oops'))).toMatchObject({ code: 'INTERNAL', detail: 'oops' });
  expect(problemOf(new Refused(problem('X'))).code).toBe('X');
});

test('a refusal calls a field as its form does, and a place that the form does not have as the chain does', () => {
  const fieldNamed = (pointer: string) => (pointer === '/payload/data/lots/0/quantity' ? 'Lots 1 · Quantity' : undefined);
  const said = 'The data does not fit at /lots/0/quantity: it must be more than 0.';
  expect(inWordsOf(said, '/lots/0/quantity', '/payload/data/lots/0/quantity', fieldNamed)).toBe('The data does not fit at “Lots 1 · Quantity”: it must be more than 0.');
  expect(inWordsOf(said, '/lots/0/quantity', '/payload/data/lots/0/colour', fieldNamed)).toBe(said);
  expect(inWordsOf(said, '', '/payload/data', () => 'all')).toBe(said);
  expect(inWordsOf(said, undefined, undefined, () => 'all')).toBe(said);
});
