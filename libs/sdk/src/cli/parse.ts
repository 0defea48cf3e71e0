import { parseArgs } from 'node:util';
import type { Command, Option, Values } from './command';
import { UsageError } from './exit';

/** Options every command takes. */
export const COMMON: Readonly<Record<string, Option>> = {
  json: { type: 'boolean', help: 'print the answer as one JSON document' },
  url: { type: 'string', value: 'URL', help: 'of the control plane (else BYSTACK_URL, else as logged in)' },
  help: { type: 'boolean', short: 'h', help: 'show this' },
};

export interface Parsed {
  readonly values: Values;
  readonly arguments: Readonly<Record<string, string>>;
}

/** The longest name that the words begin with: `chains create x` is `chains create`. */
export function findCommand(commands: readonly Command[], words: readonly string[]): Command | undefined {
  const fits = commands.filter(({ name }) => name.split(' ').every((word, i) => words[i] === word));
  return fits.sort((a, b) => b.name.length - a.name.length)[0];
}

/** @throws UsageError in words. */
export function parseCommand(command: Command, words: readonly string[]): Parsed {
  const { values, positionals } = parse(command, words);
  if (values.help) return { values, arguments: {} };
  return { values, arguments: nameArguments(command, positionals) };
}

function parse(command: Command, words: readonly string[]): { values: Values; positionals: string[] } {
  const known: Readonly<Record<string, Option>> = { ...COMMON, ...command.options };
  const options = Object.fromEntries(Object.entries(known).map(([name, { type, short, isRepeatable = false }]) => [name, { type, multiple: isRepeatable, ...(short && { short }) }]));
  try {
    const { values, positionals, tokens } = parseArgs({ args: words.slice(command.name.split(' ').length), options, allowPositionals: true, strict: true, tokens: true });
    expectOnce(known, tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : [])));
    return { values: values as Values, positionals };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${(error as Error).message.split('. To specify')[0].replace(/\.$/, '')}. See \`bystack ${command.name} --help\`.`);
  }
}

/** Of two values one would be lost without a word. */
function expectOnce(known: Readonly<Record<string, Option>>, given: readonly string[]): void {
  const twice = given.find((name, i) => known[name]!.type === 'string' && !known[name]!.isRepeatable && given.indexOf(name) < i);
  if (twice !== undefined) throw new UsageError(`--${twice} is given more than once, and only one value can count.`);
}

function nameArguments(command: Command, given: readonly string[]): Record<string, string> {
  const wanted = command.arguments ?? [];
  const missing = wanted.slice(given.length).find((name) => !name.startsWith('['));
  if (missing) throw new UsageError(`${missing} is missing: bystack ${usageLine(command)}`);
  if (given.length > wanted.length) throw new UsageError(`“${given[wanted.length]}” is one word too many: bystack ${usageLine(command)}`);
  return Object.fromEntries(given.map((word, i) => [wanted[i].replace(/[[\]]/g, ''), word]));
}

export function usageLine(command: Command): string {
  return [command.name, ...(command.arguments ?? [])].join(' ');
}
