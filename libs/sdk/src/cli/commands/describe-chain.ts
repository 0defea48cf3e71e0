import type { ChainView, CommitteeView, ConsensusInForce, ModuleInSlot, SlotName } from '@bystack/api';
import { formatHashes } from '../../verify/format-hashes';
import { moduleId, parameterLines } from '../module-words';
import { counted, table, when } from '../table';

/** What goes by a slot now, and beside it what the chain was founded with where that was something else. */
function slotWords(founding: ChainView['slots'][SlotName], now: ModuleInSlot | undefined): string {
  const [id, was] = [moduleId(now ?? founding), moduleId(founding)];
  return `${(now ?? founding).title.en} (${id})${id === was ? '' : `; founded with ${was}`}`;
}

export function describeChain(chain: ChainView, modules: readonly ModuleInSlot[] = [], agreed: ConsensusInForce['told'] = []): string {
  const slots = Object.entries(chain.slots).map(([slot, founding]) => [`  ${slot}`, slotWords(founding, modules.find((each) => each.slot === slot))]);
  const rows = [
    ['name', chain.name],
    ['id', chain.chainId],
    ['state', `${chain.state}: ${chain.stateReason.en}`],
    ['template', `${chain.template.title.en} (${chain.template.name} ${chain.template.version})`],
    ['nodes', strength(chain)],
    ['final', chain.finalHeight === null ? 'nothing yet' : `height ${chain.finalHeight}, ${when(chain.finalTimeMs)}`],
    ['signer', chain.signerPublicKey],
    ['made of', ''],
    ...slots,
    ...(agreed.length === 0 ? [] : [['agreed so', ''], ...agreed.map(({ name, value }) => [`  ${name.en}`, value.en])]),
  ];
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `${left.padEnd(width)}  ${right}`.trimEnd()).join('\n');
}

function strength({ nodesRunning, validators, faultsTolerated, competition }: ChainView): string {
  if (competition) return `${nodesRunning} of ${validators} run, ${competition.nodesMining} mine with ${formatHashes(String(Math.round(competition.hashesPerSecond)))} a second; final means buried under ${competition.finalDepth} blocks with as many times the work of its own`;
  const needed = validators - faultsTolerated;
  const spare = nodesRunning - needed;
  const more = spare < 0 ? 'the chain stands still until more run' : `${spare === 0 ? 'none' : spare} more may fail`;
  return `${nodesRunning} of ${validators} run, needed: ${needed}; ${more}`;
}

export function describeCommittee({ epoch, firstHeight, lastHeight, scheme, quorum, mayFail, seats, chainSeats, protocol, policy, consensus, changes, equivocations }: CommitteeView): string {
  const voting = new Map(seats.map((seat) => [seat.nodeKey, seat]));
  const rows = chainSeats.map(({ seat, label, role, nodeKey, registered, protocols: { min, max } }) => {
    const votes = voting.get(nodeKey);
    return [String(seat + 1), label, votes ? `votes (place ${votes.place + 1})` : role, nodeKey.slice(0, 16), votes?.votingKey.slice(0, 16) ?? '-', registered.join(', ') || '-', min === max ? String(max) : `${min}-${max}`];
  });
  const ends = lastHeight === 0 ? '' : `; it ends with block ${lastHeight}`;
  return [
    `Epoch ${epoch}, since block ${firstHeight}${ends}. ${quorum} of ${seats.length} must sign (${scheme}); ${mayFail} may fail.`,
    table(['SEAT', 'NAME', 'PART', 'NODE KEY', 'VOTING KEY', 'KEYS FOR LATER', 'PROTOCOLS'], rows),
    `Blocks are made by protocol version ${protocol.inForce}${protocol.due ? `; after block ${protocol.due.lastHeight} by version ${protocol.due.version}` : ''}.`,
    `A change needs the approval of ${policy.needed} of ${policy.validators} validators${policy.quorum > policy.needed ? ` and the votes of ${policy.quorum}` : ''}${policy.delayBlocks > 0 ? `; it waits for ${counted(policy.delayBlocks, 'block')} then` : ''}.`,
    ...(consensus === undefined ? [] : [`Consensus: ${parameterLines(consensus).join(', ')}.`]),
    ...(changes.length === 0 ? [] : [`Proposals: ${changes.map(({ id }) => id).join(', ')} (see \`bystack chains proposals\`).`]),
    ...equivocations.map((seen) => `! ${seen.label} signed two contradicting votes in view ${seen.view} of epoch ${seen.epoch}: proof in block ${seen.height}.`),
  ].join('\n');
}
