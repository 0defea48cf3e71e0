import { canonicalJson, parseCanonicalJson } from '../codec/json';
import type { ModuleContext } from '../module/definition/context';
import type { ReadView, WriteBatch } from '../module/definition/stores';
import type { Json, JsonObject } from '../primitives/json';
import type { GenesisDocument } from '../protocol/genesis';
import type { Proposal } from './change';
import { KERNEL_LIMITS } from './limits';
import { digestOf, documentKey } from './packages';
import type { VotesNeeded } from './policy';
import { getJson, putJson, readSeats, u32Bytes, u32Of } from './stores';

/** How a proposal ended. `firstHeight`: of the first block under what it changed. `by`: the proposal that cancelled it. */
export type Ending =
  | { readonly outcome: 'took-effect'; readonly firstHeight: number }
  | { readonly outcome: 'failed'; readonly code: string; readonly facts: JsonObject }
  | { readonly outcome: 'rejected' | 'withdrawn' | 'expired' }
  | { readonly outcome: 'cancelled'; readonly by: number };

/** A proposal that is over, as it was when it ended. */
export interface Decided extends VotesNeeded {
  readonly ending: Ending;
  /** Height and time of the block it ended in. */
  readonly height: number;
  readonly timeMs: number;
  readonly id: number;
  /** With parameters of new modules that are short; whatever makes the whole too long is kept as its kind, hash and size. */
  readonly changes: Json;
  readonly note: string;
  readonly proposedBy: number;
  readonly proposedAtMs: number;
  readonly approvals: readonly number[];
  readonly rejections: readonly number[];
  /** Names of the seats that are spoken of, by number: some are gone by now. */
  readonly names: Readonly<Record<string, string>>;
}

type Context = Pick<ModuleContext<GenesisDocument, WriteBatch>, 'state' | 'params' | 'height' | 'timeMs'>;

/** Remembers how a proposal ended, before anything of it is forgotten. @param votes that it needed */
export function remember(context: Context, proposal: Proposal, ending: Ending, { validators, needed, quorum }: VotesNeeded): void {
  const { state, height, timeMs } = context;
  const { id, note, proposedBy, proposedAtMs, approvals, rejections = [] } = proposal;
  const changes = changesToKeep(state, proposal);
  const record: Decided = { ending, height, timeMs, id, changes, note, proposedBy, proposedAtMs, approvals, rejections, names: namesIn(state, proposal), validators, needed, quorum };
  writeDecided(state, newestPlace(state) + 1, record);
}

/** The oldest of so many gives way. */
export function writeDecided(state: WriteBatch, place: number, record: Decided): void {
  putJson(state, 'decided', u32Bytes(place), record);
  if (place > KERNEL_LIMITS.decidedMax) state.delete('decided', u32Bytes(place - KERNEL_LIMITS.decidedMax));
}

/** Places count from 1 and are never given twice. */
function newestPlace(state: ReadView): number {
  const [newest] = state.range('decided', { limit: 1, reverse: true });
  return newest === undefined ? 0 : u32Of(newest.key);
}

/** Newest first, at most a page of them. @param before the place they lie below; left out: all */
export function readDecided(state: ReadView, before = newestPlace(state) + 1): readonly { readonly place: number; readonly record: Decided }[] {
  const from = Math.max(1, before - KERNEL_LIMITS.decidedPageMax);
  const entries = state.range('decided', { from: u32Bytes(from), to: u32Bytes(Math.max(from, before)), limit: KERNEL_LIMITS.decidedPageMax, reverse: true });
  return entries.map(({ key, value }) => ({ place: u32Of(key), record: parseCanonicalJson(value) as unknown as Decided }));
}

function changesToKeep(state: ReadView, { id, changes }: Proposal): Json {
  const filled = changes.map((change, place) => {
    if (change.kind !== 'swap-module' || change.bytes > KERNEL_LIMITS.parametersBytesMax) return change;
    const { hash: _, bytes: __, by, ...others } = change;
    return { ...others, by: { ...by, parameters: getJson<JsonObject>(state, 'documents', documentKey([id, place])) ?? {} } };
  }) as unknown as JsonObject[];
  if (canonicalJson(filled).length <= KERNEL_LIMITS.decidedBytesMax) return filled;
  return filled.map((change) => (canonicalJson(change).length <= KERNEL_LIMITS.decidedChangeBytesMax ? change : { kind: change.kind!, ...digestOf(change) }));
}

function namesIn(state: ReadView, { proposedBy, approvals, rejections = [], changes }: Proposal): Record<string, string> {
  const named = new Set([proposedBy, ...approvals, ...rejections, ...changes.flatMap((change) => ('seat' in change && typeof change.seat === 'number' ? [change.seat] : []))]);
  return Object.fromEntries(readSeats(state).filter(({ number }) => named.has(number)).map(({ number, seat }) => [String(number), seat.label]));
}
