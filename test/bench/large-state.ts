import { join } from 'node:path';
import { makeGenesis } from '@bystack/chain-core/execution';
import { hashBinary, toBinary } from '@bystack/chain-core/crypto/hash';
import { merkleRoot } from '@bystack/chain-core/crypto/merkle';
import { outputKey, UNORDERED_STORES } from '@bystack/chain-core/ledger/kernel-stores';
import { ModuleRegistry } from '@bystack/chain-core/module/registry';
import type { Bytes } from '@bystack/chain-core/primitives/bytes';
import type { SealedBlock } from '@bystack/chain-core/protocol/block';
import { encodeBlockResult, sealBlock } from '@bystack/chain-core/protocol/codec';
import { makeLeaf } from '@bystack/chain-core/state/bucket';
import type { StateLeaf } from '@bystack/chain-core/state/page';
import { hashKey } from '@bystack/chain-core/state/state-base';
import { hashLeaf } from '@bystack/chain-core/state/trie';
import { ChainStore, StateStore } from '@bystack/chain-core/storage';
import type { FinalRecord } from '@bystack/chain-core/storage';
import type { LocalChain } from '@bystack/chain-core/testing/local-chain';
import { coinOf } from './large-state-coins';
import { certify } from './written-chain';

/** 29 bits of a key hash and a number below this fit an exact number. */
const NUMBERS = 2 ** 24;

/**
 * Makes the data folder of a chain of one validator whose state holds `coins` coins: genesis, and a block 1 without transactions, signed by
 * the validator, whose state root is that of the loaded state. The state is loaded by `StateStore.load`, as a snapshot from other nodes is.
 */
export async function writeLargeState(chain: LocalChain, dataDir: string, coins: number, output: Bytes): Promise<void> {
  const { genesis, root } = await loadState(chain, dataDir, coins, output, 1);
  const block = blockOn(genesis, root);
  const store = await ChainStore.open({ dir: join(dataDir, 'chain'), chainId: chain.chainId });
  await store.commit([recordOf(genesis, undefined), recordOf(block, certify(chain, block))]);
  await store.close();
}

/** The same of a node that has forgotten block 1: the state is that of block 2. */
export async function writePrunedLargeState(chain: LocalChain, dataDir: string, coins: number, output: Bytes): Promise<void> {
  const { genesis, root } = await loadState(chain, dataDir, coins, output, 2);
  const first = blockOn(genesis, genesis.header.stateRoot);
  const block = blockOn(first, root);
  const store = await ChainStore.open({ dir: join(dataDir, 'chain'), chainId: chain.chainId });
  await store.commit([recordOf(genesis, undefined)]);
  await store.adopt({ ...recordOf(block, certify(chain, block)), headers: [{ height: 1, bytes: first.headerBytes }], handOvers: [] });
  await store.close();
}

async function loadState(chain: LocalChain, dataDir: string, coins: number, output: Bytes, height: number): Promise<{ readonly genesis: SealedBlock; readonly root: Bytes }> {
  const { block: genesis, state } = makeGenesis(chain.genesis, new ModuleRegistry([]).resolve([]));
  const others = [...state.changes()].map(([key, value]) => makeLeaf(hashKey(key), key, value!));
  const states = await StateStore.open({ dir: join(dataDir, 'state'), unordered: UNORDERED_STORES });
  states.load(merged(coinLeaves(coins, output), others.sort(byKeyHash)), coins + others.length);
  const { root } = states.base;
  await states.checkpoint(() => height);
  await states.close();
  return { genesis, root };
}

function recordOf({ header, id, bytes }: SealedBlock, certificate: Bytes | undefined): FinalRecord {
  return { height: header.height, blockId: id, block: bytes, certificate, txIds: [], results: [encodeBlockResult({ events: [], effects: [] })], stateWrites: [] };
}

/** Coins in the order of their key hashes: sorted by the first 29 bits of the hash and their number, as plain numbers. */
function* coinLeaves(coins: number, output: Bytes): Generator<StateLeaf> {
  if (coins > NUMBERS) throw new Error(`--entries is at most ${NUMBERS}`);
  const order = new Float64Array(coins);
  for (let i = 0; i < coins; i += 1) order[i] = prefixOf(hashKey(outputKey(coinOf(i)))) * NUMBERS + i;
  order.sort();
  const valueHash = hashBinary(output);
  const value = toBinary(output);
  for (let from = 0, to = 0; from < coins; from = to) {
    while (to < coins && Math.floor(order[to]! / NUMBERS) === Math.floor(order[from]! / NUMBERS)) to += 1;
    const alike = [...order.subarray(from, to)].map((each) => leafOf(each % NUMBERS, valueHash, value));
    yield* alike.sort(byKeyHash);
  }
}

function leafOf(number: number, valueHash: string, value: string): StateLeaf {
  const key = outputKey(coinOf(number));
  const keyHash = hashKey(key);
  return { keyHash, hash: hashLeaf(keyHash, valueHash), key, value };
}

function prefixOf(keyHash: string): number {
  const [a, b, c, d] = [0, 1, 2, 3].map((i) => keyHash.charCodeAt(i)) as [number, number, number, number];
  return a * 2 ** 21 + b * 2 ** 13 + c * 2 ** 5 + (d >> 3);
}

function* merged(many: Iterable<StateLeaf>, few: StateLeaf[]): Generator<StateLeaf> {
  for (const leaf of many) {
    while (few.length > 0 && few[0]!.keyHash < leaf.keyHash) yield few.shift()!;
    yield leaf;
  }
  yield* few;
}

function byKeyHash(a: StateLeaf, b: StateLeaf): number {
  return a.keyHash < b.keyHash ? -1 : 1;
}

function blockOn(parent: SealedBlock, stateRoot: Bytes): SealedBlock {
  const resultsRoot = merkleRoot([encodeBlockResult({ events: [], effects: [] })]);
  const { height, timeMs } = parent.header;
  return sealBlock({ ...parent.header, height: height + 1, view: height + 1, parentId: parent.id, timeMs: timeMs + 1, resultsRoot, stateRoot }, []);
}
