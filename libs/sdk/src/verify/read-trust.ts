import { parseGenesis } from '@bystack/chain-core/protocol/check-genesis';
import type { GenesisDocument } from '@bystack/chain-core/protocol/genesis';
import { Refusal } from '@bystack/chain-core/primitives/refusal';
import { hash } from '@bystack/chain-core/crypto/hash';
import { toHex } from '@bystack/chain-core/primitives/bytes';

/** The genesis document somebody decided to trust, and the chain id that follows from it. */
export interface Trust {
  readonly genesis: GenesisDocument;
  readonly chainId: string;
}

/** The file is no genesis document. */
export class TrustInvalid extends Error {
  readonly code = 'GENESIS_INVALID';
}

/** @param bytes of genesis.json, exactly as the chain has them: another spelling of the same document would have another id. @throws TrustInvalid */
export function readTrust(bytes: Uint8Array): Trust {
  try {
    return { genesis: parseGenesis(bytes), chainId: toHex(hash(bytes)) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const where = error.facts.field ?? error.facts.path;
    throw new TrustInvalid(`It is not a genesis document byte for byte: ${where === undefined ? '' : `${String(where)} `}${String(error.facts.reason ?? error.code)}. Fetch it with \`bystack chains genesis CHAIN -o genesis.json\` and do not reformat it.`);
  }
}
