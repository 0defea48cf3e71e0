import type { Words } from './json';

interface TextFormat {
  /** With its article, as a sentence has it. */
  readonly name: Words;
  /** A text that fits. */
  readonly example: string;
}

/** Formats of texts that schemas ask for. */
export const TEXT_FORMATS: Readonly<Record<string, TextFormat>> = {
  'date-time': { name: { en: 'a date and time with an offset', zh: '带时区的日期时间' }, example: '2026-01-31T09:30:00Z' },
  date: { name: { en: 'a date', zh: '日期' }, example: '2026-01-31' },
  time: { name: { en: 'a time with an offset', zh: '带时区的时间' }, example: '09:30:00Z' },
  uri: { name: { en: 'an address (URI)', zh: '地址（URI）' }, example: 'https://example.org/1' },
  email: { name: { en: 'an e-mail address', zh: '电子邮件地址' }, example: 'ann@example.org' },
  uuid: { name: { en: 'a UUID', zh: ' UUID' }, example: '6f1d0c1e-8a3b-4c5d-9e7f-001122334455' },
  hex: { name: { en: 'hexadecimal digits, two for each byte', zh: '十六进制数字，每字节两位' }, example: '00ff' },
};

/** What is asked for, with an example; undefined: it is no format that we know. */
export function formatWords(format: unknown): Words | undefined {
  if (typeof format !== 'string' || !Object.hasOwn(TEXT_FORMATS, format)) return undefined;
  const { name: { en, zh }, example } = TEXT_FORMATS[format]!;
  return { en: `${en}, such as ${example}`, zh: `${zh}，如 ${example}` };
}
