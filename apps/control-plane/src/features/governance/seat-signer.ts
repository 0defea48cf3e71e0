import { Injectable } from '@nestjs/common';
import type { Json, SubmitJson } from '@bystack/api';
import { fromHex } from '@bystack/chain-core/primitives/bytes';
import { Refusal } from '@bystack/chain-core/primitives/refusal';
import { decodeTransaction } from '@bystack/chain-core/protocol/codec';
import type { SealedTransaction } from '@bystack/chain-core/protocol/transaction';
import { isTold, NodeRelay, posted } from '../gateway';
import { GOVERNANCE_LIMITS } from './limits';

const isSigned = isTold('SubmitJson');

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
    const { transaction } = await this.relay.jsonOf(organisationId, chainId, nodeId, posted(path, body, GOVERNANCE_LIMITS.signTimeoutMs), isReadable);
    return read(transaction)!;
  }
}

function isReadable(told: unknown): told is SubmitJson {
  return isSigned(told) && read(told.transaction) !== undefined;
}

function read(hex: string): SealedTransaction | undefined {
  try {
    const bytes = fromHex(hex);
    return bytes && decodeTransaction(bytes);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
