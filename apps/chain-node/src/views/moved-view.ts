import type { EffectView, Moved } from '@bystack/api';
import type { ChainNode } from '@bystack/chain-core/node';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { assetId } from '@bystack/chain-core/protocol/ids';
import type { OutputEffect } from '@bystack/chain-core/protocol/result';
import type { OutPoint, Output, TransactionBody } from '@bystack/chain-core/protocol/transaction';
import { isReward, madeOutputs, type MadeOutputs } from './made-outputs';
import { movedBy } from './moves';
import { outputView } from './output-view';

/** What a transaction moves, declared and by modules. @param below height of the block that it is, or may come to be, in */
export async function movedView(node: ChainNode, { inputs, outputs }: TransactionBody, effects: readonly OutputEffect[], below: number): Promise<{ readonly moved: Moved; readonly effects: readonly EffectView[] }> {
  const points = inputs.flatMap((input) => (input.kind === 'spend' ? [input.outPoint] : []));
  const made = await madeOutputs(node, [...points, ...spentBy(effects)], below);
  const issued = inputs.flatMap((input) => (input.kind === 'issue' ? [{ assetId: assetId(input.definition), amount: input.amount }] : []));
  return { moved: movedBy({ issued, spent: points.map(made), made: outputs }), effects: effects.map((effect) => effectView(effect, made, [])) };
}

/** What a block did itself. */
export async function blockEffects(node: ChainNode, effects: readonly OutputEffect[], height: number): Promise<readonly EffectView[]> {
  const made = await madeOutputs(node, spentBy(effects), height);
  return effects.map((effect) => effectView(effect, made, isReward(effect) ? effect.created : []));
}

/** @param fromNothing of what it makes: nobody had it before */
function effectView({ module, spent, created }: OutputEffect, made: MadeOutputs, fromNothing: readonly Output[]): EffectView {
  const issued = fromNothing.flatMap(({ assetId: asset, value }) => (value.kind === 'amount' ? [{ assetId: asset, amount: value.amount }] : []));
  return { module, ...movedBy({ issued, spent: spent.map(made), made: created }), spent: spent.map(({ txId, index }) => ({ txId: toHex(txId), index })), created: created.map(outputView) };
}

function spentBy(effects: readonly OutputEffect[]): readonly OutPoint[] {
  return effects.flatMap(({ spent }) => spent);
}
