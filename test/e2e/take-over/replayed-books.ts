import { Executor, makingGenesis, perform, queryModule } from '@bystack/chain-core/execution';
import { decodeChunk } from '@bystack/chain-core/export/chunk-codec';
import type { ModuleInForce } from '@bystack/chain-core/module/active-module';
import { ModuleRegistry } from '@bystack/chain-core/module/registry';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import type { LocalChain } from '@bystack/chain-core/testing/local-chain';
import type { NodeProcess } from '@bystack/chain-core/testing/node-process';
import { MarketBooks } from '@bystack/chain-core/testing/sim/take-over/market-books';
import type { Violation } from '@bystack/chain-core/testing/sim/sim-engine';
import { readBlock } from '@bystack/chain-core/sync';
import { MORE_MODULES } from '../../support/more-modules';

export interface ReplayedBooks {
  readonly books: MarketBooks;
  readonly violations: readonly Violation[];
  /** Ids of the transactions that are recorded as accepted. */
  readonly accepted: ReadonlySet<string>;
  /** How many of them counted one more. */
  readonly counted: number;
  readonly stateRoot: string;
  readonly height: number;
}

/** Executes every final block of a node once more, with the product's own executor but from genesis and with nothing of the node's, and keeps books by hand of what is whose. */
export async function replayBooks({ genesis }: LocalChain, node: NodeProcess): Promise<ReplayedBooks> {
  const modules = new ModuleRegistry(MORE_MODULES).check(genesis.modules);
  const [beginning, executor, books] = [await perform(makingGenesis(genesis, modules)), new Executor(genesis, modules), new MarketBooks()];
  const [violations, accepted] = [[] as Violation[], new Set<string>()];
  let counted = 0;
  let parent = { id: beginning.block.id, header: beginning.block.header, state: beginning.state };
  const marketAt = (): string => {
    const { height, timeMs } = parent.header;
    const answer = queryModule({ modules: executor.modules, chainId: executor.chainId, height, timeMs }, parent.state, { module: 'kernel', query: 'modules', args: {} }) as unknown as { readonly modules: readonly ModuleInForce[] };
    return answer.modules.find(({ name }) => name === 'market' || name === 'bazaar')!.name;
  };
  for await (const bytes of finalBlocks(node)) {
    const block = readBlock(bytes)!;
    const market = marketAt();
    const { state, results } = await perform(executor.executing(parent, block));
    block.transactions.forEach((transaction, i) => {
      if (results[i]!.outcome.kind !== 'accepted') return;
      accepted.add(toHex(transaction.txId));
      if (transaction.body.calls[0]?.command === 'add') counted += 1;
      violations.push(...books.follow(transaction, results[i]!, market));
    });
    violations.push(...books.judgeSupply());
    parent = { id: block.id, header: block.header, state };
  }
  return { books, violations, accepted, counted, stateRoot: toHex(parent.state.root), height: parent.header.height };
}

async function* finalBlocks(node: NodeProcess): AsyncGenerator<Uint8Array> {
  for (let from = 1; ; ) {
    const { entries } = decodeChunk(new Uint8Array((await node.call('GET', `/export?from=${from}`)).body));
    if (entries.length === 0) return;
    for (const { block } of entries) yield block;
    from += entries.length;
  }
}
