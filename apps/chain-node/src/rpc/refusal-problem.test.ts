import type { ActiveModules } from '@bystack/chain-core/module/active-modules';
import { refusalWords } from './refusal-problem';

const field = { type: 'string', pattern: '^(?:AB|CD)-', 'x-description': { en: 'The code on the bag.', zh: '袋上的编号。' } };
const definition = {
  errors: { DATA_INVALID: { status: 422, words: { en: 'Bad at {path}: it {reason}.', zh: '{path} 处有误：{reason}。' } } },
  commands: {}, queries: {},
  surface: () => ({ acts: { pack: { data: { properties: { bag: field } } } }, errors: {} }),
};
const modules = { all: [{ definition, params: {} }] } as unknown as ActiveModules;

it('a recorded refusal is told by what the field says of itself, not by its pattern', () => {
  expect(refusalWords('DATA_INVALID', { path: '/bag', reason: 'must match ^(?:AB|CD)-' }, modules)).toBe('Bad at /bag: it must be as its description says: The code on the bag.');
  expect(refusalWords('DATA_INVALID', { path: '/bag', reason: 'must match ^[A-Z]{2}$' }, modules)).toBe('Bad at /bag: it must be 2 capital letters.');
});
