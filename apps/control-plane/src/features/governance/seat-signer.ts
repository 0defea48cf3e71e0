import { Injectable } from '@nestjs/common';
import type { Json, SubmitJson } from '@bystack/api';
import { fromHex } from '@bystack/chain-core/primitives/bytes';
import { Refusal } from '@bystack/chain-core/primitives/refusal';
import { decodeTransaction } from '@bystack/chain-core/protocol/codec';
import type { SealedTransaction } from '@bystack/chain-core/protocol/transaction';
import { badAnswer, NodeRelay, posted } from '../gateway';
import { GOVERNANCE_LIMITS } from './limits';

export interface SeatPlace {
  readonly chainId: string;
  readonly nodeId: string;
}
export interface SeatCommand extends SeatPlace {
  readonly command: string;
  readonly payload: Json;
}

/** Lets a node sign a command as its seat. Its key never leaves its host; what comes back is kept and sent until it is final. */
@Injectable()
export class SeatSigner {
  constructor(private readonly relay: NodeRelay) {}

  sign(organisationId: string, { chainId, nodeId, command, payload }: SeatCommand): Promise<SealedTransaction> {
    return this.#ask(organisationId, { chainId, nodeId }, `/committee/${command}/signed`, payload);
  }

  /** The registration of a voting key that the node makes itself. */
  signKeyChange(organisationId: string, place: SeatPlace, scheme: string): Promise<SealedTransaction> {
    return this.#ask(organisationId, place, '/voting-keys/signed', { scheme });
  }

  async #ask(organisationId: string, { chainId, nodeId }: SeatPlace, path: string, body: Json): Promise<SealedTransaction> {
    const { transaction } = await this.relay.jsonOf<SubmitJson>(organisationId, chainId, nodeId, posted(path, body, GOVERNANCE_LIMITS.signTimeoutMs));
    return read(transaction);
  }
}

function read(hex: unknown): SealedTransaction {
  try {
    return decodeTransaction((typeof hex === 'string' ? fromHex(hex) : undefined) ?? badAnswer());
  } catch (error) {
    if (error instanceof Refusal) return badAnswer();
    throw error;
  }
}
