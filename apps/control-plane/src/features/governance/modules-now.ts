import { Injectable } from '@nestjs/common';
import { isObject, objectOf, type ChangeView, type JsonObject, type ModulesInForce } from '@bystack/api';
import { isTold, NodeRelay, questionTo, type Is } from '../gateway';
import { GOVERNANCE_LIMITS } from './limits';

/** A module that a chain goes by now, with all its parameters. */
export interface ModuleNow {
  readonly version: string;
  readonly params: JsonObject;
}
export type ModulesByName = ReadonlyMap<string, ModuleNow>;

/** What is said of consensus stands under this name, as its module does in the catalogue. */
export const CONSENSUS = 'member-committee';
const OF_PARAMETERS = new Set(['set-parameters', 'publish-package', 'swap-package', 'swap-module', 'set-consensus']);

const [isModules, isConsensus] = [isTold('ModulesInForce'), (told: unknown): told is { readonly consensus: JsonObject } => isObject(objectOf(told).consensus)];

/** What a chain goes by now, for what is told of changes beside it. */
@Injectable()
export class ModulesNow {
  constructor(private readonly relay: NodeRelay) {}

  /** By name; only where changes are about parameters, of which a package of rules is one. A chain whose nodes do not say is told about without. */
  async besides(organisationId: string, chainId: string, changes: readonly ChangeView[]): Promise<ModulesByName> {
    if (!changes.some(({ kind }) => OF_PARAMETERS.has(kind))) return new Map();
    const told = await this.#ask(organisationId, chainId, 'modules', isModules);
    const named = told === undefined ? new Map<string, ModuleNow>() : byName(told);
    if (!changes.some(({ kind }) => kind === 'set-consensus')) return named;
    const epoch = await this.#ask(organisationId, chainId, 'epoch', isConsensus);
    return new Map<string, ModuleNow>([...named, ...(epoch === undefined ? [] : [[CONSENSUS, { version: '', params: epoch.consensus }] as const])]);
  }

  #ask<T>(organisationId: string, chainId: string, query: string, is: Is<T>): Promise<T | undefined> {
    return this.relay.answerTo(organisationId, chainId, questionTo('kernel', query, {}, GOVERNANCE_LIMITS.warningTimeoutMs), is).catch(() => undefined);
  }
}

export function byName({ modules }: ModulesInForce): ModulesByName {
  return new Map(modules.map(({ name, version, params }) => [name, { version, params }]));
}
