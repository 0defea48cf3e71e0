import { Injectable } from '@nestjs/common';
import { quorumOf, type Blueprint, type ChainView, type ModuleCard, type NodeView, type SlotName } from '@bystack/api';
import { fail } from '../../platform/errors';
import { Agents, Hosts } from '../hosts';
import { Modules } from '../modules';
import { Operations } from '../operations';
import { Templates } from '../templates';
import { Blueprints } from './blueprints';
import { isCompetition } from './build-genesis';
import { ChainStore } from './chain-store';
import { validatorsSeen, validatorsThatForgot, type ChainFacts, type NodeFacts } from './chain-facts';
import { chainStatus } from './chain-status';
import { factsOf, nodeView } from './node-view';
import type { ChainRow, NodeRow } from './rows';

/** Chains as they are shown. */
@Injectable()
export class Chains {
  constructor(
    private readonly store: ChainStore,
    private readonly blueprints: Blueprints,
    private readonly agents: Agents,
    private readonly hosts: Hosts,
    private readonly modules: Modules,
    private readonly templates: Templates,
    private readonly operations: Operations,
  ) {}

  /** Whether what we heard of a host's nodes still counts. */
  readonly heard = (hostId: string): boolean => this.agents.connection(hostId)?.reported === true;

  /** Without the slots' parameters, which may be whole rule books. */
  async list(organisationId: string): Promise<ChainView[]> {
    const views = await this.#views(organisationId, await this.store.list(organisationId));
    return views.map((view) => ({ ...view, slots: withoutParams(view.slots) }));
  }

  async get(organisationId: string, chainId: string): Promise<ChainView> {
    const [view] = await this.#views(organisationId, [await this.store.get(organisationId, chainId)]);
    return view ?? fail('NOT_FOUND');
  }

  genesis(organisationId: string, chainId: string): Promise<Buffer> {
    return this.store.genesis(organisationId, chainId);
  }

  async blueprint(organisationId: string, chainId: string): Promise<Blueprint> {
    await this.store.get(organisationId, chainId);
    return this.blueprints.of(chainId);
  }

  /** What can be submitted to and asked of this chain by what it was founded with. */
  async commands(organisationId: string, chainId: string): Promise<readonly ModuleCard[]> {
    await this.store.get(organisationId, chainId);
    return this.blueprints.cards(chainId);
  }

  async nodes(organisationId: string, chainId: string): Promise<NodeView[]> {
    await this.store.get(organisationId, chainId);
    const names = await this.hosts.names(organisationId);
    return (await this.store.nodes([chainId])).map((row) => nodeView(row, names.get(row.hostId) ?? '', this.heard));
  }

  async #views(organisationId: string, chains: readonly ChainRow[]): Promise<ChainView[]> {
    const chainIds = chains.map(({ chainId }) => chainId);
    const nodes = await this.store.nodes(chainIds);
    const running = await this.operations.runningOf(organisationId, chainIds);
    const mine = <T extends { readonly chainId: string }>(rows: readonly T[], { chainId }: ChainRow) =>
      rows.filter((row) => row.chainId === chainId);
    return Promise.all(
      chains.map(async (chain) => this.#view(chain, await this.blueprints.of(chain.chainId), mine(nodes, chain), mine(running, chain))),
    );
  }

  #view(chain: ChainRow, blueprint: Blueprint, nodes: readonly NodeRow[], operations: readonly { readonly id: string; readonly kind: string }[]): ChainView {
    const pace = paceOf(blueprint);
    const staying = chain.wish === 'absent' ? nodes : nodes.filter(({ wish }) => wish !== 'absent');
    const facts = staying.map((node) => factsOf(node, this.heard));
    const validators = pace === null && facts.length > 0 ? validatorsSeen(facts) : blueprint.validators;
    const status = chainStatus({
      wish: chain.wish,
      failed: chain.problem !== null,
      creating: operations.some(({ kind }) => kind === 'chain.create'),
      nodes: facts,
      heartbeatMs: Number(blueprint.slots.consensus.params.heartbeatMs ?? 0),
      pace,
      nowMs: Date.now(),
    });
    const template = this.templates.find(chain.templateName);
    return {
      chainId: chain.chainId,
      name: chain.name,
      template: { ...blueprint.template, title: template?.title ?? { en: chain.templateName, zh: chain.templateName } },
      createdAtMs: chain.createdAtMs,
      state: status.state,
      stateReason: status.reason,
      validators,
      nodesRunning: status.nodesRunning,
      // Where nobody votes one node that mines is enough.
      faultsTolerated: pace === null ? quorumOf(validators).tolerated : validators - 1,
      competition: pace && competitionView(pace, facts),
      validatorsForgot: validatorsThatForgot(facts),
      finalHeight: status.finalHeight,
      finalTimeMs: status.finalTimeMs,
      slots: this.#slots(blueprint),
      signerPublicKey: chain.signerPublicKey,
      assets: blueprint.assets ?? template?.assets ?? 'disabled',
      operationId: operations.at(-1)?.id ?? null,
    };
  }

  #slots({ slots }: Blueprint): ChainView['slots'] {
    return Object.fromEntries(
      (Object.keys(slots) as SlotName[]).map((slot) => {
        const { title, summary } = this.modules.find(slot, slots[slot].module, slots[slot].version) ?? {
          title: { en: slots[slot].module, zh: slots[slot].module },
          summary: { en: '', zh: '' },
        };
        return [slot, { ...slots[slot], title, summary }];
      }),
    ) as unknown as ChainView['slots'];
  }
}

function withoutParams(slots: ChainView['slots']): ChainView['slots'] {
  return Object.fromEntries(
    Object.entries(slots).map(([slot, choice]) => [slot, { ...choice, params: {} }]),
  ) as unknown as ChainView['slots'];
}

function paceOf(blueprint: Blueprint): ChainFacts['pace'] {
  const { targetSpacingMs, finalDepth } = blueprint.slots.consensus.params;
  return isCompetition(blueprint) ? { spacingMs: Number(targetSpacingMs), finalDepth: Number(finalDepth) } : null;
}

function competitionView({ finalDepth, spacingMs }: NonNullable<ChainFacts['pace']>, nodes: readonly NodeFacts[]): ChainView['competition'] {
  return {
    finalDepth,
    targetSpacingMs: spacingMs,
    nodesMining: nodes.filter(({ miningThreads }) => (miningThreads ?? 0) > 0).length,
    hashesPerSecond: nodes.reduce((sum, { hashesPerSecond }) => sum + (hashesPerSecond ?? 0), 0),
  };
}
