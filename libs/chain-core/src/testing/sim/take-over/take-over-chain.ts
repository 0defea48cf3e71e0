import type { Execution } from '../../../execution';
import type { Change } from '../../../kernel';
import { spaceName, type ModuleInForce } from '../../../module/active-module';
import { toHex } from '../../../primitives/bytes';
import type { Json } from '../../../primitives/json';
import type { SealedBlock } from '../../../protocol/block';
import type { SealedTransaction } from '../../../protocol/transaction';
import { KernelChain } from '../../kernel-chain';
import { MARKETS } from '../../markets';

/** So long that seats may give as many commands as they like. */
const BLOCK_MS = 15_000;
const BLOCKS_UNTIL_CHANGED_MAX = 20;

/** A chain on which one market takes another's place. */
export class TakeOverChain extends KernelChain {
  readonly blocks: SealedBlock[] = [];
  last: Execution | undefined;
  /** Codes of what was left out of the newest block, for whose fault it was. */
  faults = 0;
  #proposals = 0;

  constructor() {
    super(MARKETS, { modules: [{ name: 'market', version: '1.0.0', params: {} }] });
  }
  override build(transactions: readonly SealedTransaction[]): ReturnType<KernelChain['build']> {
    const built = super.build(transactions, BLOCK_MS);
    this.blocks.push(built.block);
    this.last = built.execution;
    this.faults = built.leftOut.filter(({ kind }) => kind === 'fault').length;
    return built;
  }
  get market(): ModuleInForce {
    return this.ask<{ modules: readonly ModuleInForce[] }>('modules').modules[0]!;
  }
  get space(): string {
    return spaceName(this.market);
  }
  outlook(change: Change): { readonly refusal?: { readonly code: string }; readonly modules?: readonly { readonly takenOver?: { readonly outputs: number; readonly assets: readonly { readonly assetId: string; readonly amount: string }[] } }[] } {
    return this.ask('outlook', { changes: [change] } as unknown as Json);
  }

  /** Proposed, supported and waited for. @param meanwhile in the block before the one that decides @returns `changed`, or the code of what came in between */
  replace(change: Change, meanwhile: () => void): string {
    const word = this.propose(0, change);
    if (word !== 'accepted') return word.replace('refused ', '');
    const id = (this.#proposals += 1);
    for (const seat of [0, 1, 2]) this.give(seat, 'confirm-modules', { change: id });
    this.give(1, 'approve-change', { change: id });
    meanwhile();
    const decided = this.give(2, 'approve-change', { change: id });
    if (decided !== 'accepted') {
      this.give(0, 'withdraw-change', { change: id });
      return decided.replace('refused ', '');
    }
    for (let block = 0; block < BLOCKS_UNTIL_CHANGED_MAX; block += 1) {
      const end = this.said.find(({ name }) => name === 'modules-changed' || name === 'change-failed');
      if (end !== undefined) return end.name === 'modules-changed' ? 'changed' : (end.data as { code: string }).code;
      this.pass(1);
    }
    return 'nothing';
  }

  /** Every block once more by software that was just started. */
  isReplayed(): boolean {
    const node = this.anotherExecutor();
    const { block, state } = this.beginning;
    let parent = { id: block.id, header: block.header, state };
    for (const next of this.blocks) parent = { id: next.id, header: next.header, state: node.execute(parent, next).state };
    return toHex(parent.state.root) === toHex(this.head.state.root);
  }
}
