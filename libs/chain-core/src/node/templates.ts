import type { BuiltBlock, Execution } from '../execution';
import type { Bytes } from '../primitives/bytes';
import { equalBytes } from '../primitives/bytes';
import type { SealedBlock } from '../protocol/block';
import { NONCE_BYTES } from '../protocol/pow/preimage';
import { NODE } from './limits';

/** Blocks that miners look for a nonce for. The nonce changes a block's id but nothing that it does, so it need not be executed again. */
export class Templates {
  #recent: BuiltBlock[] = [];

  add(built: BuiltBlock): void {
    this.#recent = [...this.#recent, built].slice(-NODE.templatesMax);
  }

  /** What the block does, if it is one of the templates but for its nonce. */
  executionOf(block: SealedBlock): Execution | undefined {
    return this.#recent.find((built) => equalBytes(withoutNonce(built.block.headerBytes), withoutNonce(block.headerBytes)))?.execution;
  }
}

function withoutNonce(headerBytes: Bytes): Bytes {
  return headerBytes.subarray(0, headerBytes.length - NONCE_BYTES);
}
