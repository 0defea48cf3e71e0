import { IsInt, Max, MaxLength, validate } from 'class-validator';
import { inChinese } from './field-words';

test.each([
  ['REQUIRED', 'name is required', '此项必填。'],
  ['MAX', 'days must not be greater than 3650', '不得大于 3650。'],
  ['MAX_LENGTH', 'name must be shorter than or equal to 80 characters', '至多 80 个字符。'],
  ['ARRAY_MAX_SIZE', 'roles must contain no more than 16 elements', '至多 16 项。'],
  ['MAX', 'too much', 'too much'],
  ['SOMETHING_ELSE', 'as it stands', 'as it stands'],
  ['constructor', 'as it stands', 'as it stands'],
])('%s: %s', (code, detail, chinese) => {
  expect(inChinese({ field: '/a', code, detail })).toEqual({ field: '/a', code, detail: chinese });
});

test('the sentences of the checks name their number last', async () => {
  class Body {
    @MaxLength(80) name = 'x'.repeat(81);
    @IsInt() @Max(3_650) days = 4_000;
  }
  const details = (await validate(new Body())).flatMap(({ constraints = {} }) => Object.values(constraints));
  expect(details.map((detail) => inChinese({ field: '', code: detail.includes('characters') ? 'MAX_LENGTH' : 'MAX', detail }).detail)).toEqual(['至多 80 个字符。', '不得大于 3650。']);
});
