import { BlockInvalid, ExecutionFault, Executor, makingGenesis, perform, SoftwareTooOld } from '../execution';
import type { ExecutedParent, Execution, Genesis } from '../execution';
import type { ActiveModules } from '../module/active-modules';
import { equalBytes } from '../primitives/bytes';
import type { SealedBlock } from '../protocol/block';
import { isClosing } from '../protocol/epoch';
import type { GenesisDocument } from '../protocol/genesis';
import { readBlock } from '../sync';
import type { ExportEntry } from './chunk-codec';
import { exportInvalid, type ExportPlace } from './export-failed';
import { trailOf, type FinalityTrail } from './finality-trail';

/** Executes a chain once more, block by block, and believes nothing but genesis. */
export class Replay {
  readonly #executor: Executor;
  readonly trail: FinalityTrail;
  #parent: ExecutedParent;
  transactions = 0;

  static async begin(genesis: GenesisDocument, modules: ActiveModules): Promise<Replay> {
    return new Replay(genesis, modules, await perform(makingGenesis(genesis, modules)));
  }

  private constructor(genesis: GenesisDocument, modules: ActiveModules, { block, state }: Genesis) {
    this.#executor = new Executor(genesis, modules);
    this.trail = trailOf(genesis, this.#executor);
    state.settle();
    this.#parent = { id: block.id, header: block.header, state };
  }

  get last(): ExecutedParent {
    return this.#parent;
  }

  /** @throws ExportFailed {height} */
  async add(entry: ExportEntry, at: ExportPlace): Promise<void> {
    const block = this.#read(entry, at);
    this.trail.add(block, entry, this.#parent, at);
    await this.#execute(block, at);
  }

  #read(entry: ExportEntry, at: ExportPlace): SealedBlock {
    const block = readBlock(entry.block) ?? exportInvalid('the block cannot be read, or has another body than its header says', at);
    if (isClosing(block.header)) exportInvalid('it is no block, but what closed an epoch', at);
    if (block.header.height !== at.height || !equalBytes(block.header.parentId, this.#parent.id)) exportInvalid('the block does not stand on the one before it', at);
    return block;
  }

  async #execute(block: SealedBlock, at: ExportPlace): Promise<void> {
    const { state } = await this.#executed(block, at);
    state.settle();
    this.transactions += block.transactions.length;
    this.#parent = { id: block.id, header: block.header, state };
  }

  async #executed(block: SealedBlock, at: ExportPlace): Promise<Execution> {
    try {
      return await perform(this.#executor.executing(this.#parent, block));
    } catch (error) {
      if (error instanceof BlockInvalid) return exportInvalid(`executing the block does not give what its header says: ${error.message}`, at);
      if (error instanceof SoftwareTooOld) return exportInvalid(`this software cannot run the chain: ${error.message}`, at);
      if (error instanceof ExecutionFault) return exportInvalid(`this software fails at executing the block: ${error.message}`, at);
      throw error;
    }
  }
}
