import type { Executor, ExecutedParent } from '../execution';
import { equalBytes } from '../primitives/bytes';
import type { SealedBlock } from '../protocol/block';
import { genesisCommittee } from '../protocol/committee';
import { epochAfter, isClosing } from '../protocol/epoch';
import type { GenesisDocument } from '../protocol/genesis';
import type { Committee } from '../protocol/vote';
import { readBlock, verifyFinality } from '../sync';
import type { ExportEntry } from './chunk-codec';
import { exportInvalid, type ExportPlace } from './export-failed';
import { WorkTrail } from './work-trail';

/** What makes the blocks of an export final. */
export interface FinalityTrail {
  /** Judges a block that stands on the one before, and what came with it. @throws ExportFailed {height} */
  add(block: SealedBlock, entry: ExportEntry, parent: ExecutedParent, at: ExportPlace): void;
  /** Up to here the export itself proves that blocks are final. */
  readonly finalHeight: number;
  /** What of it there is to tell. */
  readonly proof: FinalityProof;
}

export type FinalityProof =
  | { readonly kind: 'certificates'; readonly certificates: number; readonly epoch: number }
  /** `totalWork`: hashes that all blocks took on average; `finalDepth`: blocks, and times its own work, that make another one final. */
  | { readonly kind: 'work'; readonly totalWork: bigint; readonly finalDepth: number };

export function trailOf(genesis: GenesisDocument, executor: Executor): FinalityTrail {
  return genesis.consensus.engine === 'pow' ? new WorkTrail(genesis.consensus) : new CertificateTrail(genesis, executor);
}

/** Certificates by quorums of the committees that the state itself names. */
class CertificateTrail implements FinalityTrail {
  readonly #genesis: GenesisDocument;
  readonly #executor: Executor;
  #committee: Committee;
  #certificates = 0;
  finalHeight = 0;

  constructor(genesis: GenesisDocument, executor: Executor) {
    this.#genesis = genesis;
    this.#executor = executor;
    this.#committee = genesisCommittee(genesis);
  }

  get proof(): FinalityProof {
    return { kind: 'certificates', certificates: this.#certificates, epoch: this.#committee.epoch };
  }

  add(block: SealedBlock, entry: ExportEntry, parent: ExecutedParent, at: ExportPlace): void {
    this.#committee = this.#committeeOf(block, parent);
    if (entry.certificate.length > 0) this.#checkCertificate(entry, block, at);
  }

  /** Who decides is what the state after the block before says; the header must name the same committee (Executor). */
  #committeeOf({ header }: SealedBlock, parent: ExecutedParent): Committee {
    const epoch = epochAfter(parent.header);
    if (header.epoch !== epoch || this.#committee.epoch === epoch) return this.#committee;
    return this.#executor.seatsAfter(parent)?.committee(epoch) ?? genesisCommittee(this.#genesis);
  }

  #checkCertificate({ certificate, closing }: ExportEntry, block: SealedBlock, at: ExportPlace): void {
    let certified = block;
    for (const bytes of closing) {
      const next = readBlock(bytes);
      const fits = next !== undefined && isClosing(next.header) && equalBytes(next.header.parentId, certified.id) && next.header.epoch === block.header.epoch;
      certified = fits ? next : exportInvalid('what closes the epoch does not stand on its last block', at);
    }
    if (!verifyFinality(certified, certificate, this.#committee, this.#executor.chainId)) exportInvalid('the certificate does not hold: it is not by a quorum of the committee of its epoch, or not of this block', at);
    this.finalHeight = at.height;
    this.#certificates += 1;
  }
}
