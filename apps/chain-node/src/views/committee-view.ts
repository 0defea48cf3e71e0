import type { ChainSeatView, CommitteeView, EquivocationView, JsonObject, PolicyView, ProposedChange, ProtocolRange, ProtocolView, SeatInCommittee } from '@bystack/api';
import type { ChainNode } from '@bystack/chain-core/node';
import { fail } from '../rpc/answer';

interface Epoch {
  readonly epoch: number;
  readonly firstHeight: number;
  readonly lastHeight: number;
  readonly consensus: JsonObject;
}
interface Protocol {
  readonly inForce: number;
  readonly history: readonly { readonly firstHeight: number }[];
  readonly due: { readonly change: number; readonly lastHeight: number; readonly version?: number } | null;
  readonly seats: readonly (ProtocolRange & { readonly seat: number })[];
}
interface Committee {
  readonly scheme: string;
  readonly quorum: number;
  readonly mayFail: number;
  readonly seats: readonly SeatInCommittee[];
}

/** Who decides on this chain, what is about to change, and whose contradicting votes are recorded. Refuses NO_SEAT_HERE where nobody votes. */
export function committeeView(node: ChainNode): CommitteeView {
  if (node.answers.modules.kernel === undefined) fail('NO_SEAT_HERE');
  const ask = <T>(query: string): { height: number; answer: T } => node.answers.query('kernel', query, {}) as unknown as { height: number; answer: T };
  const { height, answer } = ask<Epoch>('epoch');
  const { scheme, quorum, mayFail, seats } = ask<Committee>('committee').answer;
  const { epoch, firstHeight, lastHeight, consensus } = answer;
  const protocol = ask<Protocol>('protocol').answer;
  const ranges = new Map(protocol.seats.map(({ seat, min, max }) => [seat, { min, max }]));
  return {
    height, epoch, firstHeight, lastHeight, scheme, quorum, mayFail, seats,
    chainSeats: ask<readonly ChainSeatView[]>('seats').answer.map(({ seat, organisation, label, role, nodeKey, registered }) => ({ seat, organisation, label, role, nodeKey, registered, protocols: ranges.get(seat)! })),
    protocol: protocolView(protocol),
    policy: ask<PolicyView>('policy').answer,
    consensus,
    changes: ask<readonly ProposedChange[]>('changes').answer,
    equivocations: ask<readonly EquivocationView[]>('evidence').answer,
  };
}

function protocolView({ inForce, history, due }: Protocol): ProtocolView {
  const { firstHeight } = history.at(-1)!;
  return { inForce, firstHeight, due: due?.version === undefined ? null : { change: due.change, version: due.version, lastHeight: due.lastHeight } };
}

const labels = new WeakMap<ChainNode, Map<number, readonly string[]>>();

/** Names of the seats of an epoch's committee, by place. A committee never changes within its epoch, so each is asked for once. */
export function seatLabels(node: ChainNode, epoch: number): readonly string[] {
  const known = labels.get(node) ?? new Map<number, readonly string[]>();
  labels.set(node, known);
  const found = known.get(epoch) ?? (node.answers.modules.kernel === undefined ? [] : (node.answers.query('kernel', 'committee', { epoch }).answer as unknown as Committee).seats.map(({ label }) => label));
  known.set(epoch, found);
  return found;
}
