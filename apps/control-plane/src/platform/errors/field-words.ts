import type { Problem } from '@bystack/api';

type FieldError = NonNullable<Problem['errors']>[number];

/** What is wrong with a field, by the code of the check; {n} is the number that the English sentence names, {name} what it quotes. */
const CHINESE: Readonly<Record<string, string>> = {
  REQUIRED: '此项必填。',
  UNKNOWN_FIELD: '这里没有字段“{name}”。',
  OBJECT_EXPECTED: '请求正文须为 JSON 对象。',
  IS_STRING: '须为文本。',
  IS_INT: '须为整数。',
  IS_NUMBER: '须为数字。',
  IS_BOOLEAN: '须为 true 或 false。',
  IS_ARRAY: '须为列表。',
  IS_OBJECT: '须为对象。',
  IS_EMAIL: '须为电子邮件地址。',
  IS_IN: '不是允许的取值。',
  MATCHES: '格式不正确。',
  MIN: '不得小于 {n}。',
  MAX: '不得大于 {n}。',
  MIN_LENGTH: '至少 {n} 个字符。',
  MAX_LENGTH: '至多 {n} 个字符。',
  ARRAY_MIN_SIZE: '至少 {n} 项。',
  ARRAY_MAX_SIZE: '至多 {n} 项。',
  ARRAY_UNIQUE: '各项不得重复。',
};

/** The same in Chinese; in English where the catalogue has no words for it. */
export function inChinese(error: FieldError): FieldError {
  const words = Object.hasOwn(CHINESE, error.code) ? CHINESE[error.code] : undefined;
  const number = /(-?\d+)\D*$/.exec(error.detail)?.[1];
  const name = /“([^]*)”/.exec(error.detail)?.[1] ?? '';
  if (words === undefined || (words.includes('{n}') && number === undefined)) return error;
  return { ...error, detail: words.replace('{n}', number ?? '').replace('{name}', () => name) };
}
