import { pagedSource, type ExportSource } from '@bystack/chain-core/export';
import { hash } from '@bystack/chain-core/crypto/hash';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { Refusal } from '@bystack/chain-core/primitives/refusal';
import type { Call } from '../command';
import { LocalError } from '../exit';
import { findChain } from '../find-chain';

/** Reads a running chain page by page through the control plane. @throws LocalError BAD_ANSWER when what it hands out is no part of this chain's export. */
export async function openRunningChain(call: Call, name: string): Promise<{ source: ExportSource; close(): Promise<void> }> {
  const { chains } = call.client();
  const { chainId } = await findChain(call.client(), name);
  const genesisBytes = await chains.genesis(chainId);
  if (toHex(hash(genesisBytes)) !== chainId) badAnswer('the genesis document is not that of the chain');
  const [newest] = (await chains.blocks(chainId, { limit: 1 })).items;
  const paged = pagedSource({ genesisBytes, finalHeight: newest?.height ?? 0, page: (from) => chains.exportPage(chainId, from) });
  const entry = async (height: number) => {
    try {
      return await paged.entry(height);
    } catch (error) {
      if (error instanceof Refusal) badAnswer(`${String(error.facts.field)} ${String(error.facts.reason)}`);
      throw error;
    }
  };
  return { source: { ...paged, entry }, close: () => Promise.resolve() };
}

function badAnswer(why: string): never {
  throw new LocalError('BAD_ANSWER', `What was handed out is no part of an export: ${why}.`);
}
