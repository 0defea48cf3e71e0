import { Injectable } from '@nestjs/common';
import type { Json, SubmitJson } from '@bystack/api';
import { fromHex } from '@bystack/chain-core/primitives/bytes';
import { Refusal } from '@bystack/chain-core/primitives/refusal';
import { decodeTransaction } from '@bystack/chain-core/protocol/codec';
import type { SealedTransaction } from '@bystack/chain-core/protocol/transaction';
import { fail } from '../../platform/errors';
import { NodeRelay } from '../gateway';
import { GOVERNANCE_LIMITS } from './limits';

export interface SeatCommand {
  readonly chainId: string;
  readonly nodeId: string;
  readonly command: string;
  readonly payload: Json;
}

/** Lets a node sign a command as its seat. Its key never leaves its host; what comes back is kept and sent until it is final. */
@Injectable()
export class SeatSigner {
  constructor(private readonly relay: NodeRelay) {}

  async sign(organisationId: string, { chainId, nodeId, command, payload }: SeatCommand): Promise<SealedTransaction> {
    const { transaction } = await this.relay.jsonOf<SubmitJson>(organisationId, chainId, nodeId, {
      method: 'POST',
      path: `/committee/${command}/signed`,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(payload)),
      timeoutMs: GOVERNANCE_LIMITS.signTimeoutMs,
    });
    return read(transaction);
  }
}

/** A host that was taken over may answer anything. */
function read(hex: unknown): SealedTransaction {
  try {
    return decodeTransaction((typeof hex === 'string' ? fromHex(hex) : undefined) ?? fail('NODE_UNREACHABLE', { facts: { reason: 'BAD_ANSWER' } }));
  } catch (error) {
    if (error instanceof Refusal) fail('NODE_UNREACHABLE', { facts: { reason: 'BAD_ANSWER' } });
    throw error;
  }
}
