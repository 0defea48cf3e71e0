import { BlockInvalid, ExecutionFault, Executor, makeGenesis } from '../execution';
import type { ExecutedParent } from '../execution';
import type { ActiveModules } from '../module/active-modules';
import { equalBytes } from '../primitives/bytes';
import type { SealedBlock } from '../protocol/block';
import { genesisCommittee } from '../protocol/committee';
import { epochAfter, isClosing } from '../protocol/epoch';
import type { GenesisDocument } from '../protocol/genesis';
import type { Committee } from '../protocol/vote';
import { readBlock, verifyFinality } from '../sync';
import type { ExportEntry } from './chunk-codec';
import { exportInvalid } from './export-failed';

/** Executes a chain once more, block by block, and believes nothing but genesis. */
export class Replay {
  readonly #genesis: GenesisDocument;
  readonly #executor: Executor;
  #parent: ExecutedParent;
  #committee: Committee;
  certifiedHeight = 0;
  transactions = 0;
  certificates = 0;

  constructor(genesis: GenesisDocument, modules: ActiveModules) {
    this.#genesis = genesis;
    this.#executor = new Executor(genesis, modules);
    const { block, state } = makeGenesis(genesis, modules);
    state.settle();
    this.#parent = { id: block.id, header: block.header, state };
    this.#committee = genesisCommittee(genesis);
  }

  get last(): ExecutedParent {
    return this.#parent;
  }

  get committee(): Committee {
    return this.#committee;
  }

  /** @throws ExportFailed {height} */
  add(entry: ExportEntry, at: { readonly height: number; readonly file: string }): void {
    const block = this.#read(entry, at);
    this.#committee = this.#committeeOf(block);
    if (entry.certificate.length > 0) this.#checkCertificate(entry, block, at);
    this.#execute(block, at);
  }

  #read(entry: ExportEntry, at: { readonly height: number }): SealedBlock {
    const block = readBlock(entry.block) ?? exportInvalid('the block cannot be read, or has another body than its header says', at);
    if (isClosing(block.header)) exportInvalid('it is no block, but what closed an epoch', at);
    if (block.header.height !== at.height || !equalBytes(block.header.parentId, this.#parent.id)) exportInvalid('the block does not stand on the one before it', at);
    return block;
  }

  /** Who decides is what the state after the block before says; the header must name the same committee (Executor). */
  #committeeOf({ header }: SealedBlock): Committee {
    const epoch = epochAfter(this.#parent.header);
    if (header.epoch !== epoch || this.#committee.epoch === epoch) return this.#committee;
    return this.#executor.seatsAfter(this.#parent)?.committee(epoch) ?? genesisCommittee(this.#genesis);
  }

  #checkCertificate({ certificate, closing }: ExportEntry, block: SealedBlock, at: { readonly height: number }): void {
    let certified = block;
    for (const bytes of closing) {
      const next = readBlock(bytes);
      const fits = next !== undefined && isClosing(next.header) && equalBytes(next.header.parentId, certified.id) && next.header.epoch === block.header.epoch;
      certified = fits ? next : exportInvalid('what closes the epoch does not stand on its last block', at);
    }
    if (!verifyFinality(certified, certificate, this.#committee, this.#executor.chainId)) exportInvalid('the certificate does not hold: it is not by a quorum of the committee of its epoch, or not of this block', at);
    this.certifiedHeight = at.height;
    this.certificates += 1;
  }

  #execute(block: SealedBlock, at: { readonly height: number }): void {
    const { state } = this.#executed(block, at);
    state.settle();
    this.transactions += block.transactions.length;
    this.#parent = { id: block.id, header: block.header, state };
  }

  #executed(block: SealedBlock, at: { readonly height: number }) {
    try {
      return this.#executor.execute(this.#parent, block);
    } catch (error) {
      if (error instanceof BlockInvalid) return exportInvalid(`executing the block does not give what its header says: ${error.message}`, at);
      if (error instanceof ExecutionFault) return exportInvalid(`this software fails at executing the block: ${error.message}`, at);
      throw error;
    }
  }
}
