import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { parseStrictJson } from '@bystack/chain-core/codec/json';
import { utf8 } from '@bystack/chain-core/primitives/bytes';
import { Refusal } from '@bystack/chain-core/primitives/refusal';
import type { Json } from '@bystack/chain-core/primitives/json';
import { LIMITS } from '@bystack/chain-core/protocol/limits';
import { MalformedJson } from './exit';
import { readBounded, STDIN } from './read-bounded';

/** The largest file that any command takes is a receipt; of JSON the control plane takes so much at once. */
const BYTES_MAX = { file: LIMITS.receiptBytesMax, json: 2 * 1024 * 1024 } as const;

/** A JSON value that is given as it stands ({…} or […]), as a file's name, or as `-` for standard input. @throws MalformedJson; UsageError: the file cannot be read, or is too large */
export function readJson(source: string, option: string): Json {
  const inline = /^\s*[[{]/.test(source);
  const text = inline ? source : Buffer.from(readBounded(source === '-' ? STDIN : source, option, BYTES_MAX.json)).toString('utf8');
  try {
    return parseStrictJson(text);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const place = error.facts.path ?? error.facts.at;
    throw new MalformedJson(`${inline ? option : source} is not JSON that a chain can record: ${String(error.facts.reason ?? error.code)}${place === undefined ? '' : ` (at ${String(place)})`}.`);
  }
}

/** @param option what the file was given as, for the message @throws UsageError: it cannot be read, or is too large */
export function readFile(file: string, option: string): string {
  return Buffer.from(readBounded(file, option, BYTES_MAX.file)).toString('utf8');
}

/** @throws UsageError: it cannot be read, or is too large */
export function readBytes(file: string, option: string): Uint8Array {
  return readBounded(file, option, BYTES_MAX.file);
}

export function byteLength(text: string): number {
  return utf8(text).length;
}

/** Asks at the terminal without showing what is typed; reads one line when there is no terminal. */
export async function askSecret(question: string): Promise<string> {
  if (!process.stdin.isTTY) return readFileSync(STDIN, 'utf8').split('\n')[0].trim();
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return (await lines.question('')).trim();
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
