import type { ChainRecoveryView } from '@bystack/api';
import { text, type Command } from '../command';
import { UsageError } from '../exit';
import { findChain } from '../find-chain';
import { followOperation, WAIT_OPTIONS } from '../follow-operation';
import { quoted } from '../quoted';
import { table, when } from '../table';

const recover: Command = {
  name: 'chains recover',
  arguments: ['CHAIN'],
  options: {
    confirm: { type: 'string', value: 'NAME', help: 'the exact name of the chain: what came after the newest block that is left is given up for good' },
    from: { type: 'string', value: 'HEIGHT', help: 'with --confirm: the newest block that is left, as it was shown' },
    ...WAIT_OPTIONS,
  },
  summary: 'show whether every validator was put back from an older copy; with --confirm start the chain again',
  details: 'Without --confirm nothing is changed: it shows what was seen, how much each validator has left, and what would be lost.',
  async run(call) {
    const chain = await findChain(call.client(), call.arguments.CHAIN);
    const confirmName = text(call.values, 'confirm');
    if (confirmName === undefined) {
      const seen = await call.client().chains.recovery(chain.chainId);
      return { json: seen, text: describe(seen, chain.name) };
    }
    const fromHeight = Number(text(call.values, 'from') ?? NaN);
    if (!Number.isSafeInteger(fromHeight) || fromHeight < 0) throw new UsageError('Say with --from HEIGHT which block the chain goes on from: `bystack chains recover CHAIN` shows it.');
    const ended = await followOperation(call, await call.client().chains.recover(chain.chainId, { confirmName, fromHeight }));
    return { json: ended, text: call.values['no-wait'] ? `“${chain.name}” is being started again.` : `“${chain.name}” goes on from block ${fromHeight}.` };
  },
};

function describe({ words, state, validators, lost, fromHeight, past }: ChainRecoveryView, name: string): string {
  const rows = validators.map(({ seat, hostName, isHeard, height, seenBefore, isPrepared }) => [String(seat + 1), hostName, height === null ? '-' : String(height), seenBefore ? `${seenBefore.height}, ${when(seenBefore.timeMs)}` : '-', !isHeard ? 'not heard of' : isPrepared ? 'prepared' : seenBefore ? 'forgot' : 'remembers']);
  return [
    words.en,
    table(['NODE', 'HOST', 'BLOCK', 'SEEN WITH BEFORE', 'STATE'], rows),
    ...(lost ? [`Lost if it starts again: blocks ${lost.firstHeight} to ${lost.lastHeight}, from ${when(lost.sinceMs)} to ${when(lost.untilMs)}. Receipts of them that people hold still verify, and contradict the chain as it goes on.`] : []),
    ...(state === 'possible' ? [`To start it again: bystack chains recover ${quoted(name)} --confirm ${quoted(name)} --from ${fromHeight}`] : []),
    ...past.map((one) => `Started again ${when(one.startedAtMs)} from block ${one.fromHeight}${one.lost ? `; blocks ${one.lost.firstHeight} to ${one.lost.lastHeight} of before were lost` : ''}.`),
  ].join('\n');
}

export const recoveryCommands: readonly Command[] = [recover];
