import { objectOf, type CallView, type ChangeView, type JsonObject, type Words } from '@bystack/api';
import { changesWords, type ChangeSurroundings } from './change-words';
import { textOf } from './module-words';
import type { SeatsSeen } from './seats';

type Teller = (payload: JsonObject, surroundings: ChangeSurroundings) => readonly Words[];

const aboutProposal: Teller = ({ change }) => [{ en: `It is about proposal ${textOf(change)}.`, zh: `针对提案 ${textOf(change)}。` }];

/** What commands of the kernel say beyond their titles. One that is not here is told by its title alone. */
const TELLERS: Readonly<Record<string, Teller>> = {
  'propose-change': ({ changes, note, atHeight }, surroundings) => [
    ...changesWords(Array.isArray(changes) ? (changes.map(objectOf) as unknown as ChangeView[]) : [], surroundings),
    ...(typeof atHeight === 'number' && atHeight > 0 ? [{ en: `Not before block ${atHeight}.`, zh: `不早于区块 ${atHeight}。` }] : []),
    ...(typeof note === 'string' && note !== '' ? [{ en: `It says why: “${note}”`, zh: `说明：“${note}”` }] : []),
  ],
  'approve-change': aboutProposal,
  'reject-change': aboutProposal,
  'withdraw-change': aboutProposal,
  'confirm-seat': aboutProposal,
  'confirm-modules': aboutProposal,
  'announce-protocols': ({ min, max }) => [{ en: `Its software knows protocol versions ${textOf(min)} to ${textOf(max)}.`, zh: `其软件支持协议版本 ${textOf(min)} 至 ${textOf(max)}。` }],
  'register-keys': ({ scheme }) => [{ en: `A new voting key, for ${textOf(scheme)} signatures.`, zh: `新的投票密钥，用于 ${textOf(scheme)} 签名。` }],
};

/** Whose seat speaks in a call of the kernel, by who has the key now, and what it says. It comes from a node, so nothing about its shape is taken for granted. */
export function commandTold({ command, actor, payload }: CallView, seen: SeatsSeen): NonNullable<CallView['told']> {
  const seat = seen.committee.chainSeats.find(({ nodeKey }) => nodeKey === actor)?.seat;
  const tell = Object.hasOwn(TELLERS, command) ? TELLERS[command] : undefined;
  return { seat: seat === undefined ? null : seen.name(seat), sentences: tell?.(objectOf(payload), seen) ?? [] };
}
