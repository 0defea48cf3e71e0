import { Injectable } from '@nestjs/common';
import type { ChangeView } from '@bystack/api';
import { fail } from '../../platform/errors';
import { ChainStore } from '../chains';
import { SpareKeys } from '../hosts';
import type { SeatsSeen } from './seats';

/** Nodes of this organisation that are to become validators: their keys are filled in from what their hosts deposited. */
@Injectable()
export class Candidates {
  constructor(
    private readonly store: ChainStore,
    private readonly spares: SpareKeys,
  ) {}

  /** `{kind: 'add-seat', nodeId, label?}` becomes what the chain takes; other changes stay as they are. */
  fillIn(organisationId: string, chainId: string, changes: readonly ChangeView[], { committee }: SeatsSeen): Promise<readonly ChangeView[]> {
    return Promise.all(
      changes.map(async (change, index) => {
        if (change.kind !== 'add-seat' || typeof change.nodeId !== 'string' || 'seat' in change) return change;
        const { nodeKey, seat: number } = await this.store.node(organisationId, chainId, change.nodeId);
        const label = change.label ?? `validator ${number + 1}`;
        const keys = await this.#keysFor(organisationId, nodeKey, committee.scheme, `/changes/${index}/nodeId`);
        return { kind: 'add-seat', seat: { organisation: organisationId, label, role: 'validator', nodeKey, ...keys } };
      }),
    );
  }

  async #keysFor(organisationId: string, nodeKey: string, scheme: string, field: string) {
    const row = await this.spares.find(organisationId, nodeKey);
    const [votingKey, proofOfPossession] = scheme === 'bls' ? [row?.blsVotingKey, row?.blsProofOfPossession] : [row?.votingKey, row?.proofOfPossession];
    return votingKey && proofOfPossession ? { votingKey, proofOfPossession } : fail('NOT_FOUND', { field });
  }
}
