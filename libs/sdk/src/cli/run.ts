import { BystackClient } from '../client/client';
import { text, type Answer, type Call } from './command';
import { COMMANDS } from './commands';
import { didYouMean } from './did-you-mean';
import { EXIT, failureOf, UsageError, type Failure } from './exit';
import { helpOf, overview } from './help';
import { findCommand, parseCommand, type Parsed } from './parse';
import { printable } from './printable';
import { connection } from './settings';

/** Runs one command line. @returns the exit code */
export async function run(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const json = words.includes('--json');
  try {
    const command = findCommand(COMMANDS, words);
    if (!command) return withoutCommand(words);
    const parsed = parseCommand(command, words);
    if (parsed.values.help) return print(helpOf(command), EXIT.done);
    return show(await command.run(callOf(parsed, environment)), json);
  } catch (error) {
    return fail(failureOf(error), json);
  }
}

function withoutCommand(words: readonly string[]): number {
  const [first] = words;
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') return print(overview(COMMANDS), first === undefined ? EXIT.usage : EXIT.done);
  const group = COMMANDS.filter(({ name }) => name.startsWith(`${first} `));
  if (group.length > 0 && words.some((word) => word === '--help' || word === '-h')) return print(overview(group, first), EXIT.done);
  const meant = didYouMean(words, COMMANDS.map(({ name }) => name));
  if (meant.length > 0) throw new UsageError(`“${words.slice(0, 2).join(' ')}” is no command. Did you mean ${meant.map((name) => `\`bystack ${name}\``).join(' or ')}?`);
  // `chains` and `chain` are easily mistaken for each other.
  const singular = (word: string) => word.replace(/s$/, '');
  const near = COMMANDS.filter(({ name }) => singular(name.split(' ')[0]) === singular(first)).map(({ name }) => `bystack ${name}`);
  throw new UsageError(near.length > 0 ? `“${words.slice(0, 2).join(' ')}” is no command. There are: ${near.join(', ')}.` : `“${first}” is no command. \`bystack --help\` lists them.`);
}

/** Some six seconds: so long a control plane that is started anew may take. */
const READ_RETRIES = 5;

function callOf(parsed: Parsed, environment: NodeJS.ProcessEnv): Call {
  let client: BystackClient | undefined;
  const progress = (line: string) => void process.stderr.write(`${line}\n`);
  const onSilence = (url: string) => progress(`${url} does not answer. It may be restarting: trying some seconds longer…`);
  return {
    ...parsed,
    environment,
    client: () => (client ??= new BystackClient({ ...connection(environment, text(parsed.values, 'url')), readRetries: READ_RETRIES, onSilence })),
    progress,
  };
}

function show(answer: Answer, json: boolean): number {
  return print(json ? JSON.stringify(answer.json, null, 2) : printable(answer.text), answer.exit ?? EXIT.done);
}

function print(output: string, exit: number): number {
  process.stdout.write(`${output}\n`);
  return exit;
}

/** With --json the failure, too, is one document: on stderr, so that stdout holds answers only. */
function fail({ exit, ...failure }: Failure, json: boolean): number {
  const more = (failure.errors ?? []).map(({ field, detail }) => `\n  ${field}: ${detail}`).join('');
  const field = failure.field && !failure.errors?.length ? ` [${failure.field}]` : '';
  process.stderr.write(json ? `${JSON.stringify(failure, null, 2)}\n` : printable(`${failure.code}: ${failure.detail}${field}${more}\n`));
  return exit;
}

