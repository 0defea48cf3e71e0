import type { ChainSeatView, ChangeView, JsonObject } from '@bystack/api';
import type { BystackClient } from '../../client/client';
import { text, wholeNumber, type Values } from '../command';
import { LocalError, UsageError } from '../exit';
import { findNode } from '../find-node';
import { readJson } from '../input';

/** What options of `chains propose` ask for. */
export interface Wanted {
  readonly added: readonly string[];
  readonly removed: string | undefined;
  readonly role: { readonly seat: string; readonly role: string } | undefined;
  readonly parameters: JsonObject;
  readonly listed: readonly ChangeView[];
}

export function wantedIn(values: Values): Wanted {
  const role = /^(.+)=(\w+)$/.exec(text(values, 'role') ?? '');
  if (values.role !== undefined && !role) throw new UsageError('--role takes SEAT=ROLE, e.g. 4=observer.');
  const certificates = text(values, 'certificates');
  const consensus = text(values, 'consensus');
  const parameters = { ...(consensus !== undefined && (readJson(consensus, '--consensus') as JsonObject)), ...(certificates !== undefined && { certificates }) };
  const given = text(values, 'changes');
  const listed = given === undefined ? [] : readJson(given, '--changes');
  if (!Array.isArray(listed)) throw new UsageError('--changes takes a list: [{"kind": …}, …].');
  const removed = text(values, 'remove-seat');
  const added = (text(values, 'add') ?? '').split(',').filter((name) => name !== '');
  const version = wholeNumber(values, 'protocol');
  const policy = text(values, 'policy');
  const rules: ChangeView[] = [
    ...(version === undefined ? [] : [{ kind: 'activate-protocol', version }]),
    ...(policy === undefined ? [] : [{ kind: 'set-policy', policy: readJson(policy, '--policy') as JsonObject }]),
  ];
  if (added.length === 0 && removed === undefined && !role && Object.keys(parameters).length === 0 && listed.length + rules.length === 0)
    throw new UsageError('Say what to change: --add, --remove-seat, --role, --certificates, --consensus, --protocol, --policy or --changes.');
  return { added, removed, role: role ? { seat: role[1], role: role[2] } : undefined, parameters, listed: [...rules, ...(listed as unknown as ChangeView[])] };
}

export async function changesOf({ added, removed, role, parameters, listed }: Wanted, client: BystackClient, chainId: string): Promise<readonly ChangeView[]> {
  const seats = removed === undefined && !role ? [] : (await client.chains.committee(chainId)).chainSeats;
  const nodes = await Promise.all(added.map((name) => findNode(client, chainId, name)));
  return [
    ...nodes.map(({ nodeId }) => ({ kind: 'add-seat', nodeId })),
    ...(removed === undefined ? [] : [{ kind: 'remove-seat', seat: seatIn(seats, removed) }]),
    ...(role ? [{ kind: 'set-role', seat: seatIn(seats, role.seat), role: role.role }] : []),
    ...(Object.keys(parameters).length === 0 ? [] : [{ kind: 'set-consensus', parameters }]),
    ...listed,
  ];
}

/** People count seats from 1, or call them by name. */
function seatIn(seats: readonly ChainSeatView[], wanted: string): number {
  const found = seats.filter(({ seat, label }) => label === wanted || String(seat + 1) === wanted);
  if (found.length === 1) return found[0].seat;
  throw new LocalError(found.length === 0 ? 'NOT_FOUND' : 'NAME_AMBIGUOUS', `${found.length === 0 ? 'No seat is' : `${found.length} seats are`} called “${wanted}”: see \`bystack chains committee\`.`);
}
