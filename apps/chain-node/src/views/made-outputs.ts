import { setImmediate as pause } from 'node:timers/promises';
import type { ChainNode } from '@bystack/chain-core/node';
import { toHex, type Hash } from '@bystack/chain-core/primitives/bytes';
import { Refusal } from '@bystack/chain-core/primitives/refusal';
import { decodeBlockResult, decodeResult } from '@bystack/chain-core/protocol/codec';
import { blockEffectsId, coinbaseId, ZERO_HASH } from '@bystack/chain-core/protocol/ids';
import type { OutputEffect } from '@bystack/chain-core/protocol/result';
import type { OutPoint, Output } from '@bystack/chain-core/protocol/transaction';
import { CHAIN_NODE } from '../limits';

type Made = Map<string, readonly Output[]>;
export type MadeOutputs = (point: OutPoint) => Output | undefined;

/**
 * What lay in outputs that are spent: read from the transactions that made them, and from the ends of blocks for what a block made. It is for people, so it is bounded, and something else gets its
 * turn in between; undefined for what is not found that way.
 * @param below height of the block that spends them
 */
export async function madeOutputs(node: ChainNode, points: readonly OutPoint[], below: number): Promise<MadeOutputs> {
  const made: Made = new Map();
  const wanted = new Map(points.map(({ txId }) => [toHex(txId), txId]));
  for (const [id, txId] of [...wanted].slice(0, CHAIN_NODE.makersMax)) {
    const outputs = outputsOf(node, txId);
    if (outputs !== undefined) made.set(id, outputs);
    await pause();
  }
  const missing = new Set([...wanted.keys()].filter((id) => !made.has(id)));
  if (missing.size > 0) await addMadeByBlocks(node, made, missing, below);
  return ({ txId, index }) => made.get(toHex(txId))?.[index];
}

/** In the order in which they are counted: those it declares, then those that modules made. */
function outputsOf({ reader }: ChainNode, txId: Hash): readonly Output[] | undefined {
  try {
    const place = reader.find(txId);
    const result = place && decodeResult(place.resultLeaves[place.index]!);
    if (place === undefined || result?.outcome.kind !== 'accepted') return undefined; // What is refused makes nothing.
    return [...place.block.transactions[place.index]!.body.outputs, ...createdBy(result.effects)];
  } catch (error) {
    if (error instanceof Refusal) return undefined; // Pruned.
    throw error;
  }
}

/** The ids that stand for a block tell nothing of its height: those of the newest blocks are compared. */
async function addMadeByBlocks(node: ChainNode, made: Made, missing: ReadonlySet<string>, below: number): Promise<void> {
  const { reader, chainId } = node;
  const newest = Math.min(below - 1, reader.finalHeight);
  // Others get their turn in between, and what this node forgets meanwhile is not to be read: its results are gone.
  const isKept = (height: number): boolean => reader.keptFrom <= 1 || height >= reader.keptFrom;
  for (let height = newest; height >= Math.max(0, newest - CHAIN_NODE.blocksComparedMax) && isKept(height); height -= 1) {
    const { parentId } = reader.header(height)!.header;
    const byModules = toHex(blockEffectsId(chainId, height, parentId));
    const byBlock = toHex(coinbaseId(chainId, height, height === 0 ? ZERO_HASH : parentId));
    if (missing.has(byModules) || missing.has(byBlock)) {
      const { effects } = decodeBlockResult(reader.resultLeaves(height).at(-1)!);
      made.set(byModules, createdBy(effects.filter((effect) => !isReward(effect))));
      made.set(byBlock, createdBy(effects.filter(isReward)));
    }
    if (height % 16 === 0) await pause();
  }
}

function createdBy(effects: readonly OutputEffect[]): readonly Output[] {
  return effects.flatMap(({ created }) => created);
}

/** Rewards and what genesis gave come from nowhere; no module has this name. */
export function isReward({ module }: OutputEffect): boolean {
  return module === 'kernel';
}
