import { Injectable } from '@nestjs/common';
import { objectOf, type ChangeView, type JsonObject, type PlanLine } from '@bystack/api';
import type { ModuleDefinition } from '@bystack/chain-core/module';
import { completeParams } from '@bystack/chain-core/module/registry';
import { Refusal } from '@bystack/chain-core/primitives/refusal';
import { Modules } from '../modules';
import { AssetSupplies, type Supply } from './asset-supplies';
import { textOf } from './module-words';
import type { ModulesByName } from './modules-now';
import { warning } from './plan-line';

interface Chosen {
  readonly definition: ModuleDefinition;
  readonly params: JsonObject;
  /** The parameter `asset` of a module that is about assets. */
  readonly asset: string | undefined;
  readonly isInForce: boolean;
}

/**
 * Warns before a vote of what nothing forbids: payment in an asset that nobody has, and what modules themselves say of such parameters. One node that says so is enough, and a warning tells
 * when others say otherwise: so no single node hides it, and one that makes it up is seen to stand alone.
 */
@Injectable()
export class ModuleWarnings {
  constructor(
    private readonly supplies: AssetSupplies,
    private readonly modules: Modules,
  ) {}

  async of(organisationId: string, chainId: string, changes: readonly ChangeView[], now: ModulesByName): Promise<readonly PlanLine[]> {
    const chosen = changes.flatMap((change) => this.#chosenBy(change, now));
    const assets = [...new Set(chosen.flatMap(({ asset }) => (asset === undefined ? [] : [asset])))];
    const supplies = await this.supplies.of(organisationId, chainId, assets);
    return [...assets.flatMap((asset) => neverIssued(asset, supplies.get(asset)!)), ...chosen.flatMap((one) => saidOf(one, one.asset === undefined ? [] : supplies.get(one.asset)!))];
  }

  /** Parameters as they would be: those that stay count, too. */
  #chosenBy({ kind, module, parameters, by }: ChangeView, now: ModulesByName): readonly Chosen[] {
    const next = objectOf(by);
    const before = now.get(textOf(module));
    const [name, version, given] = kind === 'swap-module' ? [textOf(next.name), textOf(next.version), objectOf(next.parameters)] : [textOf(module), before?.version, { ...before?.params, ...objectOf(parameters) }];
    const definition = kind === 'swap-module' || kind === 'set-parameters' ? this.modules.moduleNamed(name, version) : undefined;
    if (definition === undefined) return [];
    const { asset } = given;
    const isAsset = definition.needsAssets === true && typeof asset === 'string' && /^[0-9a-f]{64}$/.test(asset);
    return [{ definition, params: given, asset: isAsset ? asset : undefined, isInForce: kind === 'set-parameters' }];
  }
}

/** By the least that any node says there is. */
function saidOf(chosen: Chosen, said: readonly Supply[]): readonly PlanLine[] {
  const [least, most] = leastAndMost(said);
  const told = saidBy(chosen, least);
  if (least === most || chosen.asset === undefined || saidBy(chosen, most).length === told.length) return told;
  return [
    ...told,
    warning(
      `Your nodes disagree on how much there is of the asset ${chosen.asset}: between ${least} and ${most} units. If this stays so, some of the nodes lie.`,
      `您的节点对资产 ${chosen.asset} 的总量说法不一：${least} 至 ${most} 个单位之间。若情况持续，则有节点在说谎。`,
    ),
  ];
}

function leastAndMost(said: readonly Supply[]): readonly [least: bigint | undefined, most: bigint | undefined] {
  const sums = said.filter((one) => one !== 'never').sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return [sums[0], sums.at(-1)];
}

/** Parameters that are refused anyway are not warned of. */
function saidBy({ definition, params, isInForce }: Chosen, supply: bigint | undefined): readonly PlanLine[] {
  if (definition.warnParams === undefined) return [];
  try {
    return definition.warnParams(completeParams(definition as never, params), { supply, isInForce }).map(({ en, zh }) => warning(en, zh));
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

function neverIssued(asset: string, said: readonly Supply[]): readonly PlanLine[] {
  const never = said.filter((one) => one === 'never').length;
  const issued = said.length - never;
  if (never === 0) return [];
  if (issued === 0) return [warning(`Nobody has ever issued the asset ${asset} on this chain: until its issuer does, nobody can pay.`, `本链上从未发行过资产 ${asset}：在其发行方发行之前，无人能够付费。`)];
  return [
    warning(
      `Your nodes disagree on whether the asset ${asset} was ever issued on this chain: ${never} of them say never, ${issued} say it was. If it was not, nobody can pay until its issuer does; if this stays so, some of the nodes lie.`,
      `您的节点对本链是否发行过资产 ${asset} 说法不一：${never} 个称从未发行，${issued} 个称已发行。若未发行，则在其发行方发行之前无人能够付费；若情况持续，则有节点在说谎。`,
    ),
  ];
}
