import { readRules, RULES_BYTES_MAX } from './read-rules';

const file = (text: string, size = text.length) => ({ size, text: () => Promise.resolve(text) });

test.each<[string, object]>([
  ['{"name": "diary", "version": "1.1.0", "title": {"en": "Diary", "zh": "日志"}}', { rules: { id: 'diary@1.1.0', title: { en: 'Diary', zh: '日志' } } }],
  ['{"name": "diary", "version": "1.1.0"}', { rules: { id: 'diary@1.1.0', title: { en: 'diary', zh: 'diary' } } }],
  ['{"name": "diary"}', { wrong: 'notRules' }],
  ['[{"name": "diary", "version": "1.1.0"}]', { wrong: 'notRules' }],
  ['null', { wrong: 'notRules' }],
  ['{name: diary}', { wrong: 'notJsonFile' }],
])('%s', async (text, expected) => expect(await readRules(file(text))).toMatchObject(expected));

test('what is too large is not read', async () => {
  expect(await readRules(file('{}', RULES_BYTES_MAX + 1))).toEqual({ wrong: 'fileTooLarge' });
});
