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

/** How many of all that was tried would be accepted no more, in words; undefined: every one would be. */
export function triedInVain(commands: readonly CommandsTriedView[]): string | undefined {
  const [tried, accepted] = [sum(commands, 'tried'), sum(commands, 'accepted')];
  if (accepted === tried) return undefined;
  if (accepted > 0) return `${tried - accepted} of the newest ${tried} recorded commands would not be accepted any more`;
  return tried === 1 ? 'the newest recorded command would not be accepted any more' : `none of the newest ${tried} recorded commands would be accepted any more`;
}

function sum(commands: readonly CommandsTriedView[], of: 'tried' | 'accepted'): number {
  return commands.reduce((all, one) => all + one[of], 0);
}
