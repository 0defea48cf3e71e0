import type { BystackClient } from '../client/client';
import { UsageError } from './exit';
import { readJson } from './input';

export interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  /** Name of the value in help, e.g. FILE. */
  readonly value?: string;
  readonly help: string;
  /** It may be given several times, and every time counts; any other that takes a value is refused the second time. */
  readonly isRepeatable?: boolean;
}
/** Where a command writes instead of printing. */
export const OUT = { type: 'string', short: 'o', value: 'FILE', help: 'write it there instead of printing it' } as const;

export type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** What a command works with. */
export interface Call {
  readonly arguments: Readonly<Record<string, string>>;
  readonly values: Values;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Connected as the command line, the environment or `bystack login` say. */
  client(): BystackClient;
  /** A line for the person who waits; never part of the answer. */
  progress(line: string): void;
}

export interface Answer {
  /** For programs: printed with --json. */
  readonly json: unknown;
  /** For people. */
  readonly text: string;
  readonly exit?: number;
}

/** One command. `arguments` are written NAME, or [NAME] when they may be left out. */
export interface Command {
  readonly name: string;
  readonly arguments?: readonly string[];
  readonly options?: Readonly<Record<string, Option>>;
  readonly summary: string;
  readonly details?: string;
  run(call: Call): Promise<Answer>;
}

export function text(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** Every value of an option that may be given several times, in their order. */
export function texts(values: Values, name: string): readonly string[] {
  const given = values[name];
  return Array.isArray(given) ? (given as readonly string[]) : [];
}

/** Words with commas between them, or a JSON list of texts: values may have commas in them. @throws UsageError */
export function list(values: Values, name: string): readonly string[] {
  const given = text(values, name) ?? '';
  if (!given.startsWith('[')) return given.split(',').filter((word) => word !== '');
  const words = readJson(given, `--${name}`);
  if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words as string[];
  throw new UsageError(`--${name} takes words with commas between them, or a JSON list of texts.`);
}

/** @throws UsageError: it is none of these words */
export function oneOf<W extends string>(values: Values, name: string, words: readonly W[]): W | undefined {
  const given = text(values, name);
  if (given !== undefined && !words.includes(given as W)) throw new UsageError(`--${name} is ${words.join(' or ')}, not “${given}”.`);
  return given as W | undefined;
}

/** @throws UsageError: it is no whole number of up to 15 digits */
export function wholeNumber(values: Values, name: string): number | undefined {
  const given = text(values, name);
  if (given !== undefined && !/^\d{1,15}$/.test(given)) throw new UsageError(`--${name} takes a whole number, not “${given}”.`);
  return given === undefined ? undefined : Number(given);
}
