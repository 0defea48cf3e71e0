import { fromHex } from '../primitives/bytes';
import { Refusal } from '../primitives/refusal';
import type { JsonObject } from '../primitives/json';
import type { ModuleContext } from '../module/definition/context';
import type { WriteBatch } from '../module/definition/stores';
import type { GenesisDocument } from '../protocol/genesis';
import { isOfSeats, type SeatProposal } from './change';
import { committeeFrom, writeCommittee } from './committees';
import { conclude } from './conclude';
import type { Ending } from './decided';
import { nextCommittee, type NextCommittee } from './next-committee';
import { withChange, type SeatPlan } from './seat-plan';
import { planNow, presenceIn, readProposals, surroundings } from './proposals';
import { putJson, readEpoch, readSeats, u32Bytes, writeEpoch, type Seated } from './stores';
import { SCHEME_NAMES, keysOf, registeredKeysKey } from './voting-keys';

type Context = ModuleContext<GenesisDocument, WriteBatch> & { emit(event: string, data: JsonObject): void };

/** At the height where an epoch ends the next committee is written down, for this block's header to name. Costs one look at the state in every other block. */
export function endEpoch(context: Context): void {
  const { state, params, height } = context;
  const record = readEpoch(state, params);
  if (record.lastHeight === 0 || height < record.lastHeight) return;
  const due = readProposals(state).filter(isOfSeats).filter(({ lastHeight }) => lastHeight > 0 && lastHeight <= height);
  const { plan, next, failed } = decide(context, due);
  // While the seats are there that are spoken of.
  for (const proposal of due) conclude(context, proposal, failed.get(proposal) ?? { outcome: 'took-effect', firstHeight: height + 1 });
  handOver(context, plan, next);
  for (const proposal of due) if (!failed.has(proposal)) context.emit('change-took-effect', { change: proposal.id, epoch: record.epoch + 1, firstHeight: height + 1 });
  const waiting = readProposals(state).filter(isOfSeats).map(({ lastHeight }) => lastHeight).filter((lastHeight) => lastHeight > 0);
  const { consensus, nextSeat } = plan;
  writeEpoch(state, { epoch: record.epoch + 1, firstHeight: height + 1, consensus, nextSeat, nextChange: record.nextChange, lastHeight: waiting.length === 0 ? 0 : Math.min(...waiting) });
  const { quorum, mayFail, seats } = next;
  context.emit('epoch-ended', { epoch: record.epoch, lastHeight: height, validators: seats.length, quorum, mayFail, scheme: consensus.certificates });
}

/** What was approved one by one must hold together; a change that does not any more is left out, and said so. */
function decide(context: Context, due: readonly SeatProposal[]): { plan: SeatPlan; next: NextCommittee; failed: ReadonlyMap<SeatProposal, Ending> } {
  const presence = presenceIn(context, due);
  const failed = new Map<SeatProposal, Ending>();
  let plan = planNow(context);
  let next = nextCommittee(plan, presence);
  for (const proposal of due) {
    try {
      const tried = proposal.changes.reduce((before, change) => withChange(before, change, surroundings(context)), plan);
      next = nextCommittee(tried, presence);
      plan = tried;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const why = { code: error.code, facts: error.facts as JsonObject };
      failed.set(proposal, { outcome: 'failed', ...why });
      context.emit('change-failed', { change: proposal.id, ...why });
    }
  }
  return { plan, next, failed };
}

function handOver({ state, params }: Context, plan: SeatPlan, { seats }: NextCommittee): void {
  const { epoch, consensus } = readEpoch(state, params);
  const before = readSeats(state);
  for (const seated of before) if (!plan.seats.some(({ number }) => number === seated.number)) forget(state, seated);
  for (const { number, seat } of plan.seats) {
    const old = before.find((seated) => seated.number === number)?.seat;
    if (old?.votingKey !== seat.votingKey) state.delete('keys', registeredKeysKey(number, plan.consensus.certificates));
    // Another machine says for itself what it runs.
    if (old?.nodeKey !== seat.nodeKey) state.delete('protocols', u32Bytes(number));
    putJson(state, 'seats', u32Bytes(number), seat);
    // Keys of the scheme that is given up stay registered: the way back needs no new ones.
    const { votingKey, proofOfPossession } = old ?? {};
    if (consensus.certificates !== plan.consensus.certificates && votingKey !== undefined && proofOfPossession !== undefined)
      putJson(state, 'keys', registeredKeysKey(number, consensus.certificates), { ...keysOf({ votingKey, proofOfPossession }), registeredAtMs: 0 });
  }
  const committee = committeeFrom(epoch + 1, plan.consensus.certificates, seats);
  writeCommittee(state, committee, seats);
}

function forget(state: WriteBatch, { number, seat }: Seated): void {
  state.delete('seats', u32Bytes(number));
  state.delete('protocols', u32Bytes(number));
  state.delete('usage', fromHex(seat.nodeKey)!);
  for (const scheme of SCHEME_NAMES) state.delete('keys', registeredKeysKey(number, scheme));
}
