import { parseStrictJson } from '@bystack/chain-core/codec/json';
import { readWorkCheckpoint, type WorkCheckpoint } from '@bystack/chain-core/light';
import { parseGenesis } from '@bystack/chain-core/protocol/check-genesis';
import type { GenesisDocument } from '@bystack/chain-core/protocol/genesis';
import { Refusal } from '@bystack/chain-core/primitives/refusal';
import { hash } from '@bystack/chain-core/crypto/hash';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { otherKind } from './kind-of-file';

/** The genesis document somebody decided to trust, and the chain id that follows from it. */
export interface Trust {
  readonly genesis: GenesisDocument;
  readonly chainId: string;
  /** A block of a chain of proof of work that they trust as well: evidence may begin after it. */
  readonly checkpoint?: WorkCheckpoint;
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
    const other = otherKind(new TextDecoder().decode(bytes), 'genesis');
    if (other !== undefined) throw new TrustInvalid(`It is ${other}, not a genesis document. Fetch that with \`bystack chains genesis CHAIN -o genesis.json\`.`);
    const where = error.facts.field ?? error.facts.path;
    throw new TrustInvalid(`It is not a genesis document byte for byte: ${where === undefined ? '' : `${String(where)} `}${String(error.facts.reason ?? error.code)}. Fetch it with \`bystack chains genesis CHAIN -o genesis.json\` and do not reformat it.`);
  }
}

/** The file is no checkpoint, or not of this chain. */
export class CheckpointInvalid extends Error {
  readonly code = 'CHECKPOINT_INVALID';
}

/** @param text contents of a checkpoint's file (`bystack chains checkpoint`). @throws CheckpointInvalid */
export function withCheckpoint(trust: Trust, text: string): Trust {
  try {
    const checkpoint = readWorkCheckpoint(parseStrictJson(text, { depthMax: 4, bytesMax: 64 * 1024 }));
    if (toHex(checkpoint.chainId) !== trust.chainId) throw new CheckpointInvalid('It is a checkpoint of another chain than the genesis document.');
    return { ...trust, checkpoint };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const other = otherKind(text, 'checkpoint');
    if (other !== undefined) throw new CheckpointInvalid(`It is ${other}, not a checkpoint.`);
    throw new CheckpointInvalid(`It is no checkpoint: ${String(error.facts.field ?? '')} ${String(error.facts.reason ?? error.code)}.`);
  }
}
