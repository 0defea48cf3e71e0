import { encodeProposal } from '../../../consensus/bft/message-codec';
import { makeSimBlock, SIM_GENESIS, type SimBlock } from '../sim-block';
import type { ByzantineFactory } from './byzantine';
import { Forge } from './forge';
import { overhear } from './overhear';
import { Turns } from './turns';

const KEPT_BLOCKS = 8;

/**
 * When it leads, it proposes on an older block than it may, ignoring what was notarised (or final) since, and helps every such fork with
 * all its votes. Other views it tries to get nullified.
 */
export const conflicter: ByzantineFactory = (parts) => {
  const { world, seat } = parts;
  const forge = new Forge(parts);
  const turns = new Turns(parts);
  const blocks: SimBlock[] = [SIM_GENESIS];
  let spokenFor = 0;

  /** One that it may build on in this view. Most harm is done one block below the newest. */
  function olderBlock(view: number): SimBlock | undefined {
    const earlier = blocks.filter((block) => block.view < view && turns.leaderOf(view, block) === seat);
    if (earlier.length === 0) return undefined;
    return (world.random.chance(500) ? earlier.at(-2) : undefined) ?? world.random.pick(earlier);
  }

  function speak(view: number): void {
    if (view <= spokenFor) return;
    spokenFor = view;
    const parent = olderBlock(view);
    if (parent === undefined) return forge.voteToAll('nullify', view, SIM_GENESIS.id);
    const timeMs = Math.max(parent.timeMs + 1, Math.floor(world.schedule.nowUs / 1000));
    const block = makeSimBlock({ parent, view, proposer: seat, timeMs, salt: 9, transactions: [], holdings: parent.holdings });
    forge.sendAll(encodeProposal([], forge.vote('notarise', view, block.id).signature, block.bytes));
    forge.voteToAll('finalise', view, block.id);
  }

  return {
    seat,
    start: () => speak(1),
    receive: (_, envelope) => {
      for (const { view, blockId, block } of overhear(envelope)) {
        if (block !== undefined) {
          turns.heard(block);
          blocks.push(block);
        }
        if (blocks.length > KEPT_BLOCKS) blocks.shift();
        if (world.random.chance(500)) forge.voteToAll('notarise', view, blockId);
        speak(view);
        world.schedule.after(world.random.below(20_000), () => speak(view + 1));
      }
    },
  };
};
