import { decodeMessage, encodeBlockMessage } from '../../../../consensus/pow/message-codec';
import type { Bytes } from '../../../../primitives/bytes';
import { POW_RULES } from '../../../../consensus/pow/rules';
import { concatBytes } from '../../../../primitives/bytes';
import { bitsOfTarget, targetOfWork } from '../../../../protocol/pow/target';
import type { PowHabits } from '../habits';
import { PowNode } from '../pow-node';
import type { MakeDouble } from '../pow-world';
import { PROMISED } from '../promise';

const BLOCK_BYTES_MAX = 1 << 24;

/** A node that is honest but for what leaves it. */
function nodeThat(habits: PowHabits, hashesPerMs: number): (...at: Parameters<MakeDouble>) => PowNode {
  return (world, index) => {
    const node = new PowNode(index, world, habits);
    node.hashesPerMs = hashesPerMs;
    node.start();
    return node;
  };
}

function isQuestion(bytes: Bytes): boolean {
  const { kind } = decodeMessage(bytes, BLOCK_BYTES_MAX);
  return kind === 'want-headers' || kind === 'want-block';
}

const onlyBlocks = (change: (block: Bytes) => readonly Bytes[]): PowHabits => ({
  outgoing: (to, bytes) => {
    const message = decodeMessage(bytes, BLOCK_BYTES_MAX);
    return message.kind === 'block' ? change(message.block).map((block) => ({ to, bytes: encodeBlockMessage(block) })) : [{ to, bytes }];
  },
});

/** Offers the headers of what it mines and hears, and never sends a body. */
export const withholder = (hashesPerMs: number): MakeDouble => nodeThat(onlyBlocks(() => []), hashesPerMs);

/** The same, and stands on what only it has for as long as nobody honest has more work: they must not each stay on a branch of their own meanwhile. */
export const stubbornWithholder = (hashesPerMs: number): MakeDouble => (world, index) => {
  const node = nodeThat(onlyBlocks(() => []), hashesPerMs)(world, index);
  const isBehind = () => world.invariants.bestWork > world.invariants.workOf(node.tree.head.block);
  const receive = (from: number, bytes: Bytes) => {
    if (isQuestion(bytes) || isBehind()) node.receive(from, bytes);
  };
  return { receive, connected: (peer) => node.connected(peer) };
};

/** Sends every body with something added that its header does not commit to. */
export const mutator = (hashesPerMs: number): MakeDouble => nodeThat(onlyBlocks((block) => [concatBytes(block, Uint8Array.of(0))]), hashesPerMs);

/** Its clock, and so the times of its blocks, is five minutes ahead. */
export const timeLiar = (hashesPerMs: number): MakeDouble => nodeThat({ clockAheadMs: 300_000 }, hashesPerMs);

/**
 * Mines from genesis on for itself and listens to nobody. It dates its first blocks far apart, until work is easy: many blocks for little work,
 * which it shows to everybody.
 */
export const cheapBrancher = (hashesPerMs: number, sync?: PowHabits['sync']): MakeDouble => (world, index) => {
  const node = nodeThat({ ...(sync && { sync }), timeMsAt: (height) => Math.min(height, 12) * 300_000 + 10 * height }, hashesPerMs)(world, index);
  const receive = (from: number, bytes: Bytes) => {
    if (isQuestion(bytes)) node.receive(from, bytes);
  };
  return { receive, connected: (peer) => node.connected(peer), disconnected: (peer) => node.disconnected(peer), hear: (from, kind, payload) => node.hear(from, kind, payload) };
};

/** Writes bits that claim a thousand times the work it does, on blocks that are valid otherwise. */
export const claimer = (hashesPerMs: number): MakeDouble => {
  const claimed = bitsOfTarget(targetOfWork(PROMISED.initialWork * 1_000));
  const rules = { ...POW_RULES, nextBits: () => claimed, faultOf: () => undefined };
  return nodeThat({ rules, searchWork: PROMISED.initialWork }, hashesPerMs);
};
