import { objectOf, type ChangeView, type JsonObject, type ValueChange, type Words } from '@bystack/api';
import { quorumOf } from '@bystack/chain-core/protocol/committee';
import { roleOf, schemeWords } from '../change-words';
import type { KnownModules } from '../module-words';
import { CONSENSUS } from '../modules-now';
import { policyValues } from '../policy-words';
import { differing } from '../value-changes';
import { validatorsIn, withChange, type SeatThen, type StateThen } from './state-then';

const NO_SEAT: Words = { en: 'no seat', zh: '无席位' };
const OF_SEATS = new Set(['add-seat', 'remove-seat', 'set-role', 'set-consensus']);

/** What seats, consensus, policy and protocol became by changes, or would have become. */
export function valuesThen(before: StateThen, changes: readonly ChangeView[], known: KnownModules): readonly ValueChange[] {
  const after = changes.reduce(withChange, before);
  const { certificates: _, ...others } = parametersIn(changes); // How they sign is told with who votes.
  return [
    ...seatValues(before, after),
    ...differing(before.consensus, others, known.moduleNamed(CONSENSUS)?.params ?? {}, known),
    ...(changes.some(({ kind }) => OF_SEATS.has(kind)) ? changed({ en: 'Who votes', zh: '投票' }, votersWords(before), votersWords(after)) : []),
    ...policyValues(before.policy, after.policy, validatorsIn(before)),
    ...changed({ en: 'Version of the protocol', zh: '协议版本' }, plain(before.protocol), plain(after.protocol)),
  ];
}

function parametersIn(changes: readonly ChangeView[]): JsonObject {
  return Object.assign({}, ...changes.filter(({ kind }) => kind === 'set-consensus').map(({ parameters }) => objectOf(parameters))) as JsonObject;
}

function seatValues(before: StateThen, after: StateThen): readonly ValueChange[] {
  const numbers = [...new Set([...before.seats.keys(), ...after.seats.keys()])];
  return numbers.flatMap((number) => {
    const [was, is] = [before.seats.get(number), after.seats.get(number)];
    const label = (was ?? is)!.label;
    return changed({ en: `“${label}”`, zh: `“${label}”` }, seatWords(was), seatWords(is));
  });
}

function seatWords(seat: SeatThen | undefined): Words {
  return seat === undefined ? NO_SEAT : roleOf(seat.role);
}

function votersWords(state: StateThen): Words {
  const voters = validatorsIn(state);
  const quorum = quorumOf(voters);
  const scheme = schemeWords(state.consensus.certificates);
  return {
    en: `${voters} ${voters === 1 ? 'validator' : 'validators'}, ${quorum} must sign${scheme ? `, ${scheme.en}` : ''}`,
    zh: `${voters} 个验证者，需 ${quorum} 个签名${scheme ? `，${scheme.zh}` : ''}`,
  };
}

function plain(value: number): Words {
  return { en: String(value), zh: String(value) };
}

/** Nothing where nothing changes. */
export function changed(name: Words, now: Words, then: Words): readonly ValueChange[] {
  return now.en === then.en ? [] : [{ name, now, then }];
}
