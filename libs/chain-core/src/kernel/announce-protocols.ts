import type { ApplyContext, CheckContext, ModuleContext } from '../module/definition/context';
import type { ReadView, WriteBatch } from '../module/definition/stores';
import { toHex } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import { quorumOf } from '../protocol/committee';
import type { GenesisDocument } from '../protocol/genesis';
import type { ProtocolRange } from '../protocol/protocol-versions';
import { seatOfActor } from './proposals';
import { readRules, versionInForce } from './rules';
import { getJson, putJson, readSeats, u32Bytes } from './stores';

/** Which versions of the protocol the node of a seat runs, as it said itself; of one that said nothing no more can be counted on than what the chain was founded with. */
export function protocolsOf(state: ReadView, { protocolVersion }: GenesisDocument, seat: number): ProtocolRange {
  return getJson<ProtocolRange>(state, 'protocols', u32Bytes(seat)) ?? { min: protocolVersion, max: protocolVersion };
}

export function writeProtocols(state: WriteBatch, seat: number, { min, max }: ProtocolRange): void {
  putJson(state, 'protocols', u32Bytes(seat), { min, max });
}

/** How many of the validators have said that their nodes run a version, and how many must have before it may be put in force. */
export interface Ability {
  readonly version: number;
  readonly validators: number;
  readonly needed: number;
  readonly able: number;
}

export function abilityFor({ state, params }: Pick<ModuleContext<GenesisDocument>, 'state' | 'params'>, version: number): Ability {
  const validators = readSeats(state).filter(({ seat }) => seat.role === 'validator');
  const able = validators.map(({ number }) => protocolsOf(state, params, number)).filter(({ min, max }) => min <= version && version <= max);
  return { version, validators: validators.length, needed: quorumOf(validators.length), able: able.length };
}

/** A seat's node says which versions it runs. In this order: NOT_A_SEAT, PROTOCOLS_INVALID, PROTOCOLS_KNOWN. */
export function checkAnnounce(context: CheckContext<GenesisDocument>, { min, max }: ProtocolRange): void {
  const { state, params, actor } = context;
  const { number } = seatOfActor(context, actor) ?? refuse('NOT_A_SEAT', { key: toHex(actor) });
  const inForce = versionInForce(readRules(state, params));
  if (min > max || inForce < min || inForce > max) refuse('PROTOCOLS_INVALID', { min, max, inForce });
  const known = protocolsOf(state, params, number);
  if (known.min === min && known.max === max) refuse('PROTOCOLS_KNOWN', { seat: number, min, max });
}

export function applyAnnounce(context: ApplyContext<GenesisDocument>, { min, max }: ProtocolRange): void {
  const { number } = seatOfActor(context, context.actor)!;
  writeProtocols(context.state, number, { min, max });
  context.emit('protocols-announced', { seat: number, min, max });
}
