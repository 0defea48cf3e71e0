import { OF_ENCODINGS, PARTS_ZH, type Fault } from './encoding-words';
import { codeWords, formWords, type Hints, hintsIn } from './field-hints';
import type { Words } from './json';
import { OF_PACKAGES } from './package-faults';
import { formatWords } from './text-formats';

/**
 * Why a value does not fit, as chains say it: in English, and for some that are recorded, for ever in just these letters. Nothing is decided by them. Here they become what people read, in their language.
 * What is not known stays as it is said.
 */
const N = String.raw`(-?[\d.e+]+)`;
/** Of the compiler that checks what modules take (chain-core/module/compile-schema). */
const OF_MODULES: readonly Fault[] = [
  [/^must have required property '.*'$/, 'it is missing', '缺少此项'],
  [/^must NOT have (?:additional|unevaluated) properties$/, 'there is no such field', '没有这个字段'],
  [/^must be ((?:string|number|integer|boolean|object|array|null)(?:,(?:string|number|integer|boolean|object|array|null))*)$/, 'it must be {kinds}', '须为{kinds}'],
  [/^must NOT have fewer than (\d+) characters$/, 'it must have at least $1 characters', '至少 $1 个字符'],
  [/^must NOT have more than (\d+) characters$/, 'it must have at most $1 characters', '至多 $1 个字符'],
  [/^must NOT have fewer than (\d+) (?:items|properties)$/, 'it must have at least $1 entries', '至少 $1 项'],
  [/^must NOT have more than (\d+) (?:items|properties)$/, 'it must have at most $1 entries', '至多 $1 项'],
  [/^must NOT have duplicate items .*$/, 'the same entry stands there twice', '有重复的条目'],
  [/^must match pattern "([^]*)"$/, 'it must be {form}', '须为{form}'],
  [/^must match format "([\w-]+)"$/, 'it must be {format}', '须为{format}'],
  [/^must be equal to (?:constant|one of the allowed values)$/, 'it is none of the values that are possible', '不是允许的取值'],
  [new RegExp(`^must be >= ${N}$`), 'it must be $1 or more', '不得小于 $1'],
  [new RegExp(`^must be <= ${N}$`), 'it must be $1 or less', '不得大于 $1'],
  [new RegExp(`^must be > ${N}$`), 'it must be more than $1', '须大于 $1'],
  [new RegExp(`^must be < ${N}$`), 'it must be less than $1', '须小于 $1'],
  [/^must be multiple of (\d+)$/, 'it must be a multiple of $1', '须为 $1 的倍数'],
  [/^must match (?:exactly one schema in oneOf|a schema in anyOf|"\w+" schema)$/, 'it fits none of the forms that are possible', '不符合任何允许的形式'],
  [/^must NOT be valid$/, 'it is not allowed here', '此处不允许'],
  [/^property name must be valid$/, 'a field of it has a name that is not allowed', '其中有不允许的字段名'],
  [/^there is no such (\S+); there are (.*)$/, 'there is no such $1; there are $2', '没有这样的 $1；可用的有：$2'],
  [/^there is no such (\S+)$/, 'there is no such $1', '没有这样的 $1'],
];

/** Of the rule book, whose sentences begin with "it". */
const OF_RULES: readonly Fault[] = [
  [/^is missing$/, '$&', '缺少此项'],
  [/^is missing \(needed beside (.*)\)$/, '$&', '缺少此项（与 $1 一同必填）'],
  [/^is not a known field$/, '$&', '没有这个字段'],
  [/^is not a known field \(.*\)$/, '$&', '没有这个字段（自定义字段须带前缀，如“mine:colour”）'],
  [/^is there twice$/, '$&', '重复出现'],
  [/^(?:is not allowed here|must not be here)$/, '$&', '此处不允许'],
  [/^fits several alternatives of which only one may fit$/, '$&', '同时符合多种形式，只能符合其中一种'],
  [/^does not fit its schema$/, '$&', '不符合其模式'],
  [/^must be a multiple of (\d+)$/, '$&', '须为 $1 的倍数'],
  [/^must have at least (\d+) characters$/, '$&', '至少 $1 个字符'],
  [/^must have at most (\d+) characters$/, '$&', '至多 $1 个字符'],
  [/^must have at least (\d+) (?:entries|properties)$/, '$&', '至少 $1 项'],
  [/^must have at most (\d+) (?:entries|properties)$/, '$&', '至多 $1 项'],
  [new RegExp(`^must be ${N} or more$`), '$&', '不得小于 $1'],
  [new RegExp(`^must be ${N} or less$`), '$&', '不得大于 $1'],
  [new RegExp(`^must be more than ${N}$`), '$&', '须大于 $1'],
  [new RegExp(`^must be less than ${N}$`), '$&', '须小于 $1'],
  [/^must match ([^]+)$/, 'must be {form}', '须为{form}'],
  [/^must be a date and time with an offset, such as (\S+)$/, '$&', '须为带时区的日期时间，如 $1'],
  [/^must be a date such as (\S+)$/, '$&', '须为日期，如 $1'],
  [/^must be a time with an offset, such as (\S+)$/, '$&', '须为带时区的时间，如 $1'],
  [/^must be a URI such as (\S+) or (\S+)$/, '$&', '须为 URI，如 $1 或 $2'],
  [/^must be a UUID$/, '$&', '须为 UUID'],
  [/^must be an e-mail address$/, '$&', '须为电子邮件地址'],
  [/^must be ((?:an object|a list|a text|a number|a whole number|true or false|null)(?: or (?:an object|a list|a text|a number|a whole number|true or false|null))*)$/, '$&', '须为{kinds}'],
  [/^must be one of ([^]+)$/, 'must be {choice}', '须为{choice}'],
  [/^must be ([^]+)$/, '$&', '须为 $1'],
  [/^nothing to record was found at (.*)$/, '$&', '在 $1 处没有可记录的内容'],
  [/^between 1 and (\d+) entries are captured at once$/, '$&', '一次可记录 1 至 $1 个条目'],
  [/^more than (\d+) values$/, '$&', '超过 $1 个值'],
  [/^(?:nested more than (\d+) deep)$/, '$&', '嵌套超过 $1 层'],
  [/^texts have at most (\d+) characters$/, '$&', '文本至多 $1 个字符'],
  [/^lists have at most (\d+) entries$/, '$&', '列表至多 $1 项'],
  [/^objects have at most (\d+) properties$/, '$&', '对象至多 $1 个字段'],
  [/^checking this against its schema takes too many steps$/, '$&', '对照模式校验所需步骤过多'],
  [/^a record needs a key: a text of 1 to (\d+) bytes without control characters$/, '$&', '记录需要一个键：1 至 $1 字节的文本，不含控制字符'],
];

/** Of names, wherever people choose one. */
const OF_NAMES: readonly Fault[] = [
  [/^a name has no control characters and no spaces at its ends$/, '$&', '名称不得含控制字符，首尾不得有空格'],
  [/^a name has no control characters, no spaces at its ends and at most (\d+) characters$/, '$&', '名称不得含控制字符，首尾不得有空格，至多 $1 个字符'],
];
/** Those that are known exactly come before those that take any text. */
const FAULTS: readonly Fault[] = [...OF_PACKAGES.map(([said, zh]): Fault => [said, '$&', zh]), ...OF_MODULES, ...OF_RULES, ...OF_NAMES, ...OF_ENCODINGS];

/** By keyword, where a record keeps no more than that. */
const BY_RULE: Readonly<Record<string, Words>> = {
  required: { en: 'it is missing', zh: '缺少此项' },
  additionalProperties: { en: 'there is no such field', zh: '没有这个字段' },
  type: { en: 'it is of the wrong kind', zh: '类型不对' },
  pattern: { en: 'it does not have the form that is asked for', zh: '形式不正确' },
  format: { en: 'it does not have the form that is asked for', zh: '形式不正确' },
};
const NOT_FITTING: Words = { en: 'it does not fit', zh: '不符合要求' };

const KINDS: Readonly<Record<string, Words>> = {
  string: { en: 'a text', zh: '文本' },
  number: { en: 'a number', zh: '数字' },
  integer: { en: 'a whole number', zh: '整数' },
  boolean: { en: 'true or false', zh: ' true 或 false' },
  object: { en: 'an object', zh: '对象' },
  array: { en: 'a list', zh: '列表' },
  null: { en: 'null', zh: '空值（null）' },
};

/** @param said as schemas name them, or as the rule book does */
function kindsIn(said: string): Words {
  const kinds = said.split(/,| or (?!false)/).map((name) => KINDS[name] ?? Object.values(KINDS).find(({ en }) => en === name) ?? { en: name, zh: name });
  return { en: kinds.map(({ en }) => en).join(' or '), zh: kinds.map(({ zh }) => zh).join('或') };
}

/** Codes are told with their words, where a form has some; what is asked for no pattern tells. */
function choiceIn(all: string, hints: Hints): Words {
  const { choices } = hints('') ?? {};
  return choices === undefined ? { en: `one of ${all}`, zh: `以下之一：${all}` } : codeWords(choices);
}

/** Patterns are written for machines: they are told by what their fields say. */
const IN_WORDS: Readonly<Record<string, (part: string, hints: Hints) => Words>> = { kinds: kindsIn, choice: choiceIn, form: (pattern, hints) => formWords(pattern, hints(pattern)), format: (name) => formatWords(name) ?? { en: name, zh: name } };

/** `$&` takes what is said, `$1` and `$2` parts of it, `{kinds}` and the like the first part in words. */
function one(said: string, hints: Hints): Words | undefined {
  for (const [pattern, en, zh] of FAULTS) {
    const parts = pattern.exec(said);
    if (parts !== null) return { en: told(en, parts, 'en', hints), zh: told(zh, parts, 'zh', hints) };
  }
  return undefined;
}

function told(words: string, parts: RegExpExecArray, language: keyof Words, hints: Hints): string {
  return words.replace(/\$(&|\d)|\{(\w+)\}/g, (_whole, part: string | undefined, name: string | undefined) => {
    if (part !== undefined) return parts[part === '&' ? 0 : Number(part)] ?? '';
    return IN_WORDS[name!]!(parts[1]!, hints)[language];
  });
}

/** @param said one reason, or several with “, or” between them @param hints what fields say of patterns @returns undefined: it is not among those that are known */
export function faultWords(said: string, hints: Hints = () => undefined): Words | undefined {
  const whole = one(said, hints);
  if (whole !== undefined && !said.includes(', or ')) return whole;
  const parts = said.split(', or ').map((part) => one(part, hints));
  if (parts.length < 2 || parts.some((part) => part === undefined)) return whole;
  return { en: parts.map((part) => part!.en).join(', or '), zh: parts.map((part) => part!.zh).join('，或') };
}

/** Parts of certificates that are named. */
function partsIn(facts: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const named = ['at', 'what'].flatMap((name) => {
    const part = facts[name];
    return typeof part === 'string' && Object.hasOwn(PARTS_ZH, part) ? [[name, PARTS_ZH[part]!] as const] : [];
  });
  return Object.fromEntries(named);
}

/**
 * Facts as they are read in a sentence: reasons in words of the language, and places that people find.
 * @param schemas whatever holds schemas of what was refused: they say in words what patterns ask for
 */
export function factsIn(facts: Readonly<Record<string, unknown>>, language: keyof Words, schemas: () => unknown = () => []): Readonly<Record<string, unknown>> {
  const { path, reason, rule } = facts;
  const why = typeof reason === 'string' ? faultWords(reason, hintsIn(schemas, typeof path === 'string' ? path : '')) : typeof rule === 'string' ? (BY_RULE[rule] ?? NOT_FITTING) : undefined;
  return {
    ...facts,
    ...(language === 'zh' && partsIn(facts)),
    ...(why !== undefined && { reason: why[language] }),
    ...(path === '' && { path: language === 'zh' ? '最外层' : 'its top' }),
  };
}
