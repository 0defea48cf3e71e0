import type { ModuleCard } from '@bystack/api';
import { questionError, refusalError } from './refusal-words';
import { rowError } from '../../platform/errors';

const bag = { type: 'string', pattern: '^(?:AB|CD)-', 'x-description': { en: 'The code on the bag.', zh: '袋上的编号。' }, examples: ['AB-7'] };
const row = (code: string) => ({ code, status: 422, words: { en: 'Bad at {path}: it {reason}.', zh: '{path} 处有误：{reason}。' } });
const card = {
  name: 'rule-book', version: '2.0.0', slot: 'contract', commands: [], queries: [], events: [], errors: [row('DATA_INVALID'), row('ARGUMENTS_INVALID')],
  surface: { acts: { pack: { data: { type: 'object', properties: { bags: { type: 'array', items: bag } } } } } },
} as unknown as ModuleCard;
const facts = { path: '/bags/2', reason: 'must match ^(?:AB|CD)-' };

it('tells what a field says of itself where its pattern is not met, and keeps the pattern among the facts', () => {
  const { problem, zh } = refusalError({ kind: 'refused', code: 'DATA_INVALID', detail: '', facts }, 'rule-book', [card]);
  expect(problem).toMatchObject({ code: 'DATA_INVALID', field: '/payload/data/bags/2', facts, detail: 'Bad at /bags/2: it must be as its description says: The code on the bag, such as AB-7.' });
  expect(zh).toBe('/bags/2 处有误：须为其说明所述的形式：袋上的编号，如 AB-7。');
});

it('the same of the arguments of a question', () => {
  const asked = rowError('ARGUMENTS_INVALID', { status: 422, en: 'no', zh: '否' }, { facts });
  expect(questionError(asked, 'rule-book', [card]).problem).toMatchObject({ field: '/args/bags/2', detail: expect.stringContaining('The code on the bag, such as AB-7') as string });
});
