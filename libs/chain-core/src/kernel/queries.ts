import { parseCanonicalJson } from '../codec/json';
import type { ModuleContext } from '../module/definition/context';
import { toHex } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { refuse } from '../primitives/refusal';
import { quorumOf } from '../protocol/committee';
import type { GenesisDocument } from '../protocol/genesis';
import { protocolsOf } from './announce-protocols';
import { committeeOf, rosterOf } from './committees';
import { readDecided } from './decided';
import { forceOrFirst, modulesInForce, readMigrating, readModuleSet } from './force';
import { KERNEL_LIMITS } from './limits';
import { documentKey, readDocument, readPackage, readPackages } from './packages';
import { policyInForce, votesNeeded } from './policy';
import { newcomersOf, readProposals } from './proposals';
import { readRules, versionInForce } from './rules';
import { getJson, readEpoch, readSeats } from './stores';
import { SCHEME_NAMES, readRegistered } from './voting-keys';

type Context = ModuleContext<GenesisDocument>;

/** The committee of an epoch, by place; the present one if none is named. Refuses NO_SUCH_EPOCH. */
export function committee({ state, params }: Context, { epoch: asked }: { epoch?: number }): Json {
  const record = readEpoch(state, params);
  const epoch = asked ?? record.epoch;
  const found = committeeOf(state, epoch, params) ?? refuse('NO_SUCH_EPOCH', { epoch, newest: record.epoch });
  const quorum = quorumOf(found.seats.length);
  const seats = rosterOf(state, epoch, params).map((row, place) => ({
    ...row, place, nodeKey: toHex(found.seats[place]!.nodeKey), votingKey: toHex(found.seats[place]!.votingKey),
  }));
  return { epoch, scheme: found.scheme, quorum, mayFail: found.seats.length - quorum, seats };
}

/** Where the chain stands between its committees: the epoch, when it ends if that is decided, and the parameters of consensus. */
export function epoch({ state, params }: Context): Json {
  const { epoch: number, firstHeight, lastHeight, consensus } = readEpoch(state, params);
  return { epoch: number, firstHeight, lastHeight, consensus } as unknown as Json;
}

/** All seats, validators or not, with the schemes they have registered keys for. */
export function seats({ state }: Context): Json {
  return readSeats(state).map(({ number, seat }) => ({
    seat: number, ...seat, registered: SCHEME_NAMES.filter((scheme) => readRegistered(state, number, scheme) !== undefined),
  })) as unknown as Json;
}

/** Proposals that wait or are approved, oldest first. One that is not approved is forgotten at `expiresAtMs`. */
export function changes(context: Context): Json {
  const { expiryMs } = policyInForce(context);
  return readProposals(context.state).map((proposal) => ({ rejections: [], ...proposal, expiresAtMs: proposal.proposedAtMs + expiryMs, ...votesNeeded(context, proposal.changes), newcomers: newcomersOf(context.state, proposal) })) as unknown as Json;
}

/** Proposals that are over, with how they ended, newest first. `before`: the place that a page ended with. */
export function decided({ state }: Context, { before }: { before?: number }): Json {
  return readDecided(state, before).map(({ place, record }) => ({ place, ...record })) as unknown as Json;
}

/** Contradicting votes that were recorded, by epoch and place. */
export function evidence({ state }: Context): Json {
  return state.range('evidence', { limit: KERNEL_LIMITS.evidencePageMax, reverse: true }).map(({ value }) => parseCanonicalJson(value));
}

/** The modules in force, or those of an earlier set, with all parameters. Refuses NO_SUCH_SET. */
export function modules({ state }: Context, { set: asked }: { set?: number }): Json {
  const { set: newest, firstHeights } = forceOrFirst(state);
  const set = asked ?? newest;
  if (set > newest) refuse('NO_SUCH_SET', { set, newest });
  return { set, newest, firstHeight: firstHeights[set]!, modules: readModuleSet(state, set) ?? modulesInForce(state) } as unknown as Json;
}

/** Which set was in force from which block on, what is about to change, and how far a migration has come. */
export function history({ state }: Context): Json {
  const { set, firstHeights, due, emptying } = forceOrFirst(state);
  return { set, firstHeights, due: due ?? null, migrating: readMigrating(state) ?? null, emptying } as unknown as Json;
}

/** How validators decide, and what that comes to with those there are. */
export function policy(context: Context): Json {
  return { ...policyInForce(context), ...votesNeeded(context, []) } as unknown as Json;
}

/** Which protocol version is in force and which were before, what is about to change, and which versions the nodes of all seats run. */
export function protocol({ state, params }: Context): Json {
  const rules = readRules(state, params);
  const ranges = readSeats(state).map(({ number }) => ({ seat: number, ...protocolsOf(state, params, number) }));
  return { inForce: versionInForce(rules), history: rules.protocols, due: rules.due ?? null, seats: ranges } as unknown as Json;
}

/** Packages that were published by vote, or have been in force and were replaced; without their content. */
export function packages({ state }: Context): Json {
  return readPackages(state) as unknown as Json;
}

/** What one published package holds. Refuses NO_SUCH_PACKAGE. */
export function packageContent({ state }: Context, { module, package: id }: { module: string; package: string }): Json {
  const { document } = readPackage(state, module, id) ?? refuse('NO_SUCH_PACKAGE', { module, package: id });
  return readDocument(state, document);
}

/** What a proposal is about, where it is too large to stand in it. Refuses NO_SUCH_CONTENT. */
export function changeContent({ state }: Context, { change, place }: { change: number; place: number }): Json {
  return getJson<Json>(state, 'documents', documentKey([change, place])) ?? refuse('NO_SUCH_CONTENT', { change, place });
}
