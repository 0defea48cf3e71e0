import type { NodeStatus } from '@bystack/api';
import type { Installing } from '@bystack/chain-core/node';
import { parseGenesis } from '@bystack/chain-core/protocol/check-genesis';
import { chainIdOf } from '@bystack/chain-core/protocol/ids';
import { PROTOCOLS, rangeOf } from '@bystack/chain-core/protocol/protocol-versions';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import type { ProcessFacts } from '../views/status-view';
import { fail, json } from './answer';
import type { Answer } from './answer';

/** What a node answers that is still being opened: how far it has come, and nothing else. */
export function answerWhileOpening(path: readonly string[], { genesisBytes, facts, installing }: { readonly genesisBytes: Uint8Array; readonly facts: ProcessFacts; readonly installing: Installing | undefined }): Answer {
  if (installing === undefined) fail('NODE_OPENING', { detail: 'The node is starting: its data are being read.' });
  const words = `The node puts the state of block ${installing.height} in place, which it has fetched (${Math.floor(installing.share * 100)} % done): until then it takes no part in its chain.`;
  if (path.length === 1 && path[0] === 'status') return json(statusWhileInstalling(genesisBytes, facts, installing, words));
  return fail('NODE_OPENING', { detail: words, facts: { height: installing.height, share: installing.share } });
}

function statusWhileInstalling(genesisBytes: Uint8Array, { softwareVersion, startedAtMs }: ProcessFacts, { height, share, final }: Installing, trouble: string): NodeStatus {
  const genesis = parseGenesis(genesisBytes);
  return {
    chainId: toHex(chainIdOf(genesis)), name: genesis.name, softwareVersion, startedAtMs,
    seat: null, epoch: 0, committeeSeats: 0, view: 0, leader: 0, peers: [], mempool: { transactions: 0, bytes: 0 },
    protocols: { ...rangeOf(PROTOCOLS), inForce: genesis.protocolVersion },
    headHeight: final.height, finalHeight: final.height, finalBlockId: toHex(final.id), finalTimeMs: final.timeMs,
    syncing: true, snapshot: { height, share: 1, inPlace: share },
    rssBytes: process.memoryUsage.rss(),
    trouble,
  };
}
