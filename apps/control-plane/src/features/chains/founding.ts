import { quorumOf, sameStrength, type Blueprint, type CreatedChain, type SlotName, type Words } from '@bystack/api';
import type { GenesisSeat } from '@bystack/chain-core/protocol/genesis';
import type { Place } from '../hosts';
import type { Modules } from '../modules';
import { isCompetition } from './build-genesis';
import { rolesAsked } from './roles-asked';
import type { NodeRow } from './rows';

/** The seat of a place in the genesis document. Nobody votes in an open competition: there a seat only says who runs a node. */
export function seatOf({ key, voting }: Place, index: number, organisation: string, isCompetition: boolean): GenesisSeat {
  if (isCompetition) return { organisation, label: `node ${index + 1}`, role: 'observer', nodeKey: key.nodeKey };
  const { votingKey, proofOfPossession } = voting;
  return { organisation, label: `validator ${index + 1}`, role: 'validator', nodeKey: key.nodeKey, votingKey, proofOfPossession };
}

/** The id is a safe name for folders and containers, and tells a person which chain it belongs to. */
export function nodeOf({ host, key, voting }: Place, seat: number, chainId: string, organisationId: string, keepBlocks: number | undefined, joins = false): NodeRow {
  return {
    nodeId: `${chainId.slice(0, 12)}-${seat + 1}`,
    organisationId,
    chainId,
    hostId: host.id,
    seat,
    nodeKey: key.nodeKey,
    votingKey: voting.votingKey,
    address: key.address,
    softwareVersion: host.facts.softwareVersions[0] ?? '',
    joins,
    keepBlocks: keepBlocks ?? null,
    wish: 'running',
    removeVolume: false,
    generation: 1,
    observed: null,
    observedAtMs: null,
  };
}

type Warnings = CreatedChain['warnings'];

/** Said, not enforced: of the number of validators, then what modules themselves think unwise in their parameters, slot by slot. */
export function warningsOf(blueprint: Blueprint, modules: Pick<Modules, 'find'>): Warnings {
  return [...ofNumber(blueprint), ...(Object.keys(blueprint.slots) as SlotName[]).flatMap((slot) => ofSlot(blueprint, slot, modules))];
}

/** Nothing was issued on a chain that is not there. */
function ofSlot({ slots }: Blueprint, slot: SlotName, modules: Pick<Modules, 'find'>): Warnings {
  const { module, version, params } = slots[slot];
  const said = modules.find(slot, module, version)?.warnParams?.(params, { rolesAsked: rolesAsked(slots.contract?.params ?? {}) }) ?? [];
  return said.map((words) => ({ code: 'PARAMETERS_UNWISE', words, field: `/slots/${slot}/params` }));
}

function ofNumber(blueprint: Blueprint): Warnings {
  const { validators } = blueprint;
  if (isCompetition(blueprint)) return [];
  const { tolerated } = quorumOf(validators);
  if (validators === sameStrength(validators) && tolerated > 0) return [];
  if (tolerated === 0) return [{ code: 'NOT_3F_PLUS_1', words: noneMayFail(validators) }];
  const better = sameStrength(validators);
  const words: Words = {
    en: `${validators} validators survive the failure of ${tolerated}; ${better} would survive as many. Numbers like 4, 7, 10 use every validator.`,
    zh: `${validators} 个验证者可容忍 ${tolerated} 个失效；${better} 个同样可容忍 ${tolerated} 个。4、7、10 等数量最为合理。`,
  };
  return [{ code: 'NOT_3F_PLUS_1', words }];
}

function noneMayFail(validators: number): Words {
  const en = validators === 1 ? 'The only validator may not fail' : `None of the ${validators} validators may fail`;
  return {
    en: `${en}: the chain stands still until it is back. 4 validators would survive the failure of 1.`,
    zh: `${validators} 个验证者时不容许任何一个失效，否则链将停顿至其恢复；4 个可容忍 1 个。`,
  };
}
