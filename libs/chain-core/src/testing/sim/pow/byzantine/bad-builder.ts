import { decodeMessage, encodeBlockMessage, encodeHeaders } from '../../../../consensus/pow/message-codec';
import { toBinary } from '../../../../crypto/hash';
import type { Bytes } from '../../../../primitives/bytes';
import { merkleRoot } from '../../../../crypto/merkle';
import type { SealedBlock } from '../../../../protocol/block';
import { decodeHeader, sealBlock } from '../../../../protocol/codec';
import { ZERO_HASH } from '../../../../protocol/ids';
import { nextBits } from '../../../../protocol/pow/retarget';
import { PROMISED } from '../promise';
import type { MakeDouble, PowWorld } from '../pow-world';

/** Does the work, but its blocks break the rules: their state is not what their transactions make. */
export const badBuilder = (everyMs: number): MakeDouble => (world, index) => {
  const blocks = new Map<string, Bytes>();
  const build = () => {
    const block = badBlock(world);
    blocks.set(toBinary(block.id), block.bytes);
    for (const { index: peer } of world.honest) world.send(index, peer, encodeHeaders([block.headerBytes]));
    world.schedule.after(everyMs * 1000, build);
  };
  world.schedule.after(everyMs * 1000, build);
  const receive = (from: number, bytes: Bytes) => {
    const message = decodeMessage(bytes, 1 << 24);
    const block = message.kind === 'want-block' ? blocks.get(toBinary(message.blockId)) : undefined;
    if (block !== undefined) world.send(index, from, encodeBlockMessage(block));
  };
  return { receive, connected: () => undefined };
};

/** On the head of some running node; all is right about it but the state root. */
function badBlock(world: PowWorld): SealedBlock {
  const node = world.honest.find(({ isRunning }) => isRunning) ?? world.honest[0]!;
  const { block } = node.tree.head;
  const { header } = block;
  const before = node.tree.get(header.parentId)?.block.header.timeMs ?? timeOf(node.disk.header(header.height - 1)) ?? 0;
  const bits = nextBits(PROMISED, { height: header.height, timeMs: header.timeMs, bits: header.work!.bits, parentTimeMs: before });
  const height = header.height + 1;
  const next = { ...header, height, view: height, parentId: block.id, timeMs: header.timeMs + 1, transactionCount: 0, transactionsRoot: merkleRoot([]), stateRoot: ZERO_HASH };
  return sealBlock({ ...next, work: { minerKey: ZERO_HASH, bits, nonce: world.random.next() } }, []);
}

const timeOf = (header: Bytes | undefined) => header && decodeHeader(header).timeMs;
