import { Injectable } from '@nestjs/common';
import type { CommitteeView, ConsensusInForce, JsonObject } from '@bystack/api';
import { Chains } from '../chains';
import { isTold, NodeRelay, type Is } from '../gateway';
import { Modules } from '../modules';
import { Organisations } from '../organisations';
import { consensusTold, policyTold } from './consensus-words';
import { namedWords, type Names } from './parts-words';

const isCommittee = isTold('CommitteeView');
/** A committee's parameters are about ten short values: what a node tells beyond this it made up. */
const PARAMETERS_TEXT_MAX = 8 * 1024;
const isBriefCommittee: Is<CommitteeView> = (told): told is CommitteeView => isCommittee(told) && JSON.stringify(told.consensus ?? {}).length <= PARAMETERS_TEXT_MAX;

/** By which parameters records become final on a chain now, and how its validators decide. */
@Injectable()
export class Consensus {
  constructor(
    private readonly chains: Chains,
    private readonly relay: NodeRelay,
    private readonly modules: Modules,
    private readonly organisations: Organisations,
  ) {}

  /** A committee may have changed them by vote, so a node is asked. */
  async inForce(organisationId: string, chainId: string): Promise<ConsensusInForce> {
    const { competition, slots, signerPublicKey } = await this.chains.get(organisationId, chainId);
    const { module, version, params } = slots.consensus;
    const schema: JsonObject = this.modules.moduleNamed(module, version)?.params ?? {};
    if (competition !== null) return { height: null, parameters: params, policy: null, told: consensusTold(params, schema, await this.#names(organisationId, signerPublicKey)) };
    const { height, consensus: parameters = {}, policy } = await this.relay.json(organisationId, chainId, { method: 'GET', path: '/committee' }, isBriefCommittee);
    return { height, parameters, policy, told: [...consensusTold(parameters, schema), ...policyTold(policy)] };
  }

  /** An organisation reads its own key by its name. */
  async #names(organisationId: string, ownKey: string): Promise<Names> {
    const { name } = await this.organisations.byId(organisationId);
    return { called: (digits) => (digits === ownKey ? namedWords(name, digits) : undefined) };
  }
}
