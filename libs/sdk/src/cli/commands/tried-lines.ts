import type { CommandsTriedView, TriedReason } from '@bystack/api';
import { oneLine } from '../printable';
import { counted } from '../table';

/** What is longer is cut: whoever wants all of it asks with --json. */
const PAYLOAD_LENGTH_MAX = 300;

/** What new rules would say of commands that were recorded, and one of them for each reason. */
export function triedLines(commands: readonly CommandsTriedView[]): string[] {
  return commands.flatMap(({ words, tried, accepted, refusals, more }) => [
    `${accepted < tried ? 'Mind: ' : ''}${words.en}`,
    ...refusals.flatMap(reasonLines),
    ...(more === 0 ? [] : [`  and ${counted(more, 'more reason')}`]),
  ]);
}

function reasonLines({ words, sample: { height, txId, payload } }: TriedReason): string[] {
  const text = payload === null ? 'too long to be shown' : JSON.stringify(payload);
  return [`  ${oneLine(words.en)}`, `    one of them, in block ${height}, transaction ${txId}: ${text.length > PAYLOAD_LENGTH_MAX ? `${text.slice(0, PAYLOAD_LENGTH_MAX)}…` : text}`];
}

/** How many of them would be refused. */
export function triedInVain(commands: readonly CommandsTriedView[]): number {
  return commands.reduce((sum, { tried, accepted }) => sum + tried - accepted, 0);
}
