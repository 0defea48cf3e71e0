import type { ChainSeatView, ChainView, ChangeView, JsonObject } from '@bystack/api';
import type { BystackClient } from '../../client/client';
import { text, texts, wholeNumber, type Values } from '../command';
import { LocalError, UsageError } from '../exit';
import { findNode } from '../find-node';
import { readJson } from '../input';
import { packageChanges, packageIn } from './own-package';

/** What options of `chains propose` ask for; seats and nodes as they were typed. */
export interface Wanted {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly roles: readonly { readonly seats: string; readonly role: string }[];
  readonly parameters: JsonObject;
  readonly listed: readonly ChangeView[];
  /** Of --package. */
  readonly rules: JsonObject | undefined;
}

export function wantedIn(values: Values): Wanted {
  const certificates = text(values, 'certificates');
  const consensus = text(values, 'consensus');
  const parameters = { ...(consensus !== undefined && (readJson(consensus, '--consensus') as JsonObject)), ...(certificates !== undefined && { certificates }) };
  const given = text(values, 'changes');
  const listed = given === undefined ? [] : readJson(given, '--changes');
  if (!Array.isArray(listed)) throw new UsageError('--changes takes a list: [{"kind": …}, …].');
  const removed = texts(values, 'remove-seat');
  const added = texts(values, 'add').flatMap(parted);
  const roles = texts(values, 'role').map(roleIn);
  const version = wholeNumber(values, 'protocol');
  const policy = text(values, 'policy');
  const own = packageIn(values);
  const rules: ChangeView[] = [
    ...(version === undefined ? [] : [{ kind: 'activate-protocol', version }]),
    ...(policy === undefined ? [] : [{ kind: 'set-policy', policy: readJson(policy, '--policy') as JsonObject }]),
  ];
  if (added.length + removed.length + roles.length + Object.keys(parameters).length + listed.length + rules.length + (own === undefined ? 0 : 1) === 0)
    throw new UsageError('Say what to change: --add, --remove-seat, --role, --certificates, --consensus, --protocol, --policy, --package or --changes.');
  return { added, removed, roles, parameters, listed: [...rules, ...(listed as unknown as ChangeView[])], rules: own };
}

export async function changesOf({ added, removed, roles, parameters, listed, rules }: Wanted, client: BystackClient, chain: Pick<ChainView, 'chainId' | 'name'>): Promise<readonly ChangeView[]> {
  const { chainId } = chain;
  const seats = removed.length + roles.length === 0 ? [] : (await client.chains.committee(chainId)).chainSeats;
  const nodes = await Promise.all(added.map((name) => findNode(client, chainId, name)));
  return [
    ...nodes.map(({ nodeId }) => ({ kind: 'add-seat', nodeId })),
    ...removed.flatMap((wanted) => seatsIn(seats, wanted)).map((seat) => ({ kind: 'remove-seat', seat })),
    ...roles.flatMap(({ seats: wanted, role }) => seatsIn(seats, wanted).map((seat) => ({ kind: 'set-role', seat, role }))),
    ...(Object.keys(parameters).length === 0 ? [] : [{ kind: 'set-consensus', parameters }]),
    ...(rules === undefined ? [] : await packageChanges(client, chain, rules)),
    ...listed,
  ];
}

function roleIn(given: string): { readonly seats: string; readonly role: string } {
  const [, seats, role] = /^(.+)=(\w+)$/.exec(given) ?? [];
  if (seats === undefined || role === undefined) throw new UsageError('--role takes SEATS=ROLE, e.g. 4=observer or 3,4=observer.');
  return { seats, role };
}

function parted(list: string): readonly string[] {
  return list.split(',').map((name) => name.trim()).filter((name) => name !== '');
}

/** One seat, or several with commas; names may have commas of their own. */
function seatsIn(seats: readonly ChainSeatView[], wanted: string): readonly number[] {
  const names = seats.some(({ label }) => label === wanted) ? [] : parted(wanted);
  return (names.length === 0 ? [wanted] : names).map((name) => seatIn(seats, name));
}

/** People count seats from 1, or call them by name. */
function seatIn(seats: readonly ChainSeatView[], wanted: string): number {
  const found = seats.filter(({ seat, label }) => label === wanted || String(seat + 1) === wanted);
  if (found.length === 1) return found[0].seat;
  throw new LocalError(found.length === 0 ? 'NOT_FOUND' : 'NAME_AMBIGUOUS', `${found.length === 0 ? 'No seat is' : `${found.length} seats are`} called “${wanted}”: see \`bystack chains committee\`.`);
}
