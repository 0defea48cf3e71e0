import { Injectable } from '@nestjs/common';
import type { ConsensusInForce, JsonObject } from '@bystack/api';
import { Chains } from '../chains';
import { isTold, NodeRelay } from '../gateway';
import { Modules } from '../modules';
import { consensusTold, policyTold } from './consensus-words';

const isCommittee = isTold('CommitteeView');

/** By which parameters records become final on a chain now, and how its validators decide. */
@Injectable()
export class Consensus {
  constructor(
    private readonly chains: Chains,
    private readonly relay: NodeRelay,
    private readonly modules: Modules,
  ) {}

  /** A committee may have changed them by vote, so a node is asked. */
  async inForce(organisationId: string, chainId: string): Promise<ConsensusInForce> {
    const { competition, slots } = await this.chains.get(organisationId, chainId);
    const { module, version, params } = slots.consensus;
    const schema: JsonObject = this.modules.moduleNamed(module, version)?.params ?? {};
    if (competition !== null) return { height: null, parameters: params, policy: null, told: consensusTold(params, schema) };
    const { height, consensus: parameters = {}, policy } = await this.relay.json(organisationId, chainId, { method: 'GET', path: '/committee' }, isCommittee);
    return { height, parameters, policy, told: [...consensusTold(parameters, schema), ...policyTold(policy)] };
  }
}
