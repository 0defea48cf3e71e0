import type { JsonObject, LostBlocks } from '@bystack/api';
import type { StepFact } from '../operations';
import { isVoter, type NodeFacts } from './chain-facts';

/** What starting a chain again began with, and what was decided since. */
export interface RecoveryBegun {
  /** That ends. */
  readonly epoch: number;
  readonly needed: number;
  /** The block that the chain goes on from. */
  readonly fromHeight: number;
  readonly lost: LostBlocks | null;
  /** The only node that may be told to start: what it built must not be built twice. null: none was told yet. */
  readonly leaderId: string | null;
}

/** As it is kept with the operation. */
export function begunOf({ began }: { readonly began: JsonObject | null }): RecoveryBegun {
  return began as unknown as RecoveryBegun;
}

/** Blocks that end the epoch; the next one is the new committee's. */
const CLOSING_BLOCKS = 2;

/** Validators that are prepared in the epoch that ends, and that stand on the newest block any of them has. */
export function readyIn(epoch: number, nodes: readonly NodeFacts[]): { readonly prepared: readonly NodeFacts[]; readonly level: readonly NodeFacts[] } {
  const prepared = nodes.filter((node) => isVoter(node) && node.committee?.epoch === epoch && node.recovery?.isPrepared === true);
  const highest = Math.max(...prepared.map(({ finalHeight }) => finalHeight ?? 0));
  return { prepared, level: prepared.filter(({ finalHeight }) => finalHeight === highest) };
}

/** What is seen of a chain that starts again, in order. */
export function recoverySteps({ epoch, needed, fromHeight }: RecoveryBegun, nodes: readonly NodeFacts[]): StepFact[] {
  const { prepared, level } = readyIn(epoch, nodes);
  const over = nodes.filter((node) => node.state === 'running' && isVoter(node) && (node.committee?.epoch ?? 0) > epoch);
  const isFinalAgain = over.some(({ finalHeight }) => (finalHeight ?? 0) > fromHeight + CLOSING_BLOCKS);
  const step = (name: string, en: string, zh: string, done: number, of = needed): StepFact => ({ name, words: { en, zh }, done: Math.min(done, of), of });
  return [
    step('nodes-prepared', 'Validators gave up their old keys and made fresh ones', '验证者已弃用旧密钥并生成新密钥', prepared.length + over.length),
    step('nodes-level', 'Validators have the newest block that is left', '验证者已取得现存的最新区块', level.length + over.length),
    step('nodes-over', 'Validators vote in a new epoch with fresh keys', '验证者已用新密钥在新纪元投票', over.length),
    step('final-again', 'Blocks become final again', '区块重新获得最终确认', isFinalAgain ? 1 : 0, 1),
  ];
}
