import type { Json, JsonObject, Words } from '@bystack/api';

/** What is longer is named as a document, not read out: each part, and all of them. In bytes of their JSON. */
const PART_BYTES_MAX = 200;
const WHOLE_BYTES_MAX = 4_000;

/** JSON as a line that can be read: `limit = 5, tags = (a, b), package = a document of 12 kB`; undefined: there is nothing in it. */
export function partsWords(parts: JsonObject): Words | undefined {
  const told = Object.entries(parts).map(([name, part]) => [name, partWords(part)] as const);
  if (told.length === 0) return undefined;
  const line = (language: 'en' | 'zh') => told.map(([name, words]) => `${name} = ${words[language]}`).join(', ');
  const words = { en: line('en'), zh: line('zh') };
  return Buffer.byteLength(words.en) > WHOLE_BYTES_MAX ? documentWords(bytesOf(parts)) : words;
}

function partWords(part: Json): Words {
  const bytes = bytesOf(part);
  if (bytes > PART_BYTES_MAX) return documentWords(bytes);
  const line = lineOf(part);
  return { en: line, zh: line };
}

export function documentWords(bytes: number): Words {
  const [size, unit] = bytes < 1000 ? [bytes, bytes === 1 ? 'byte' : 'bytes'] : [Math.ceil(bytes / 1000), 'kB'];
  return { en: `a document of ${size} ${unit}`, zh: `一份 ${size} ${bytes < 1000 ? '字节' : unit} 的文档` };
}

function bytesOf(value: Json): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function lineOf(value: Json): string {
  if (Array.isArray(value)) return `(${value.map(lineOf).join(', ')})`;
  if (typeof value !== 'object' || value === null) return String(value);
  const parts = Object.entries(value as JsonObject).map(([name, part]) => `${name} = ${lineOf(part)}`);
  return `(${parts.join(', ')})`;
}
