import type { Bytes, Hash } from '../../primitives/bytes';
import { toHex } from '../../primitives/bytes';
import type { Vote } from '../../protocol/vote';
import type { BlockRef } from '../engine';
import { isEntitled, noteSlow } from './entitled';
import { BFT_LIMITS } from './limits';
import { encodeWantBlock } from './message-codec';
import type { BftState, HeldBlock } from './state';
import { countVote, isSigned, isWithinReach, takeVote } from './take-vote';

/** Takes a block from a message: a proposal, or one that was asked for. Either is signed by its proposer. @returns a new proposal. */
export function takeBlock(state: BftState, from: number, bytes: Bytes, leaderSignature: Bytes): HeldBlock | undefined {
  const ref = state.parts.readBlock(bytes);
  if (ref === undefined || !isWithinReach(state, ref.view) || ref.proposer >= state.seats) return undefined;
  const key = toHex(ref.id);
  const isWanted = state.wantedBlocks.has(key);
  if (state.blocks.has(key) || (!isWanted && (!mayBeProposal(state, ref) || isOneTooMany(state, ref, key)))) return undefined;
  if (!isSignedByLeader(state, from, ref, key, leaderSignature)) return undefined;
  if (state.round(ref.view).notarise.of(ref.proposer)?.key !== key && !isWanted) return undefined;
  const block = keepBlock(state, ref, key, leaderSignature);
  noteSlow(state, ref.view);
  if (block.parentKey !== state.finalKey && !state.blocks.has(block.parentKey)) wantBlock(state, from, ref.parentId, ref.view);
  return isWanted ? undefined : block;
}

/** Another block of a proposer that was blamed for two already: no reason to check signatures again and again. */
function isOneTooMany(state: BftState, ref: BlockRef, key: string): boolean {
  const round = state.peek(ref.view);
  return round !== undefined && round.blamed.has(ref.proposer) && round.notarise.of(ref.proposer)?.key !== key;
}

/**
 * The certificates that justify a proposal came with it, so its view has begun. While nobody can say whether its proposer was entitled, it is
 * kept if there are few of that kind; whoever drops it fetches it when others vote for it.
 */
function mayBeProposal(state: BftState, ref: BlockRef): boolean {
  if (ref.view > state.view) return false;
  const entitled = isEntitled(state, { ref, parentKey: toHex(ref.parentId) });
  return entitled ?? state.blocksOf(ref.view).filter((block) => isEntitled(state, block) === undefined).length < BFT_LIMITS.doubtfulBlocksMax;
}

/** Keeps a block whose leader's signature is good. */
export function keepBlock(state: BftState, ref: BlockRef, key: string, leaderSignature: Bytes): HeldBlock {
  const parentKey = toHex(ref.parentId);
  const block: HeldBlock = { ref, key, parentKey, leaderSignature, validity: 'unknown', isCertified: false, wasCheckedAsCertified: false, record: undefined };
  state.blocks.set(key, block);
  state.round(ref.view).blocks.push(key);
  state.wantedBlocks.delete(key);
  state.unchecked.add(key);
  if (state.isNotarised(block) || state.pendingFinal?.key === key || hasCertifiedChild(state, key)) markCertified(state, key);
  return block;
}

function hasCertifiedChild(state: BftState, key: string): boolean {
  for (const block of state.blocks.values()) if (block.isCertified && block.parentKey === key) return true;
  return false;
}

/** A quorum stands behind this block, hence behind its ancestors too. What was refused, because of this machine's clock perhaps, is checked again. */
export function markCertified(state: BftState, newest: string): void {
  for (let block = state.blocks.get(newest); block !== undefined && !block.isCertified; block = state.blocks.get(block.parentKey)) {
    block.isCertified = true;
    if (block.validity === 'invalid') reconsider(state);
  }
}

/** Blocks that are invalid only because an ancestor was refused come along. */
function reconsider(state: BftState): void {
  for (const [key, block] of state.blocks) {
    if (block.validity !== 'invalid' || block.wasCheckedAsCertified) continue;
    block.validity = 'unknown';
    state.unchecked.add(key);
  }
}

/** The leader's signature is its notarise vote: it is counted too, and an equivocating leader is blamed. */
function isSignedByLeader(state: BftState, from: number, ref: BlockRef, key: string, signature: Bytes): boolean {
  const ballots = state.round(ref.view).notarise;
  if (ballots.hasVerified(ref.proposer, key, signature)) return true;
  const vote: Vote = { kind: 'notarise', epoch: state.options.committee.epoch, view: ref.view, blockId: ref.id, seat: ref.proposer, signature };
  if (!isSigned(state, from, ballots, vote, key)) return false;
  if (ballots.of(ref.proposer) === undefined && ballots.held === undefined) countVote(state, ballots, { vote, key, verified: true });
  else takeVote(state, vote);
  return true;
}

/** Asks `from` for a block that is missing; `view` is the block's, or one above it. Asked again by the fetch timer (catch-up.ts). */
export function wantBlock(state: BftState, from: number, blockId: Hash, view: number): void {
  const key = toHex(blockId);
  if (state.seat === undefined || state.blocks.has(key) || state.wantedBlocks.has(key) || key === state.finalKey) return;
  if (state.wantedBlocks.size >= BFT_LIMITS.wantedBlocksMax && !forgetOneWanted(state)) return;
  const asked = from >= 0 && from !== state.seat ? from : (state.seat + 1) % state.seats;
  state.wantedBlocks.set(key, { blockId, view, asked, timesAsked: 1 });
  if (asked !== state.seat) state.out.send(asked, encodeWantBlock(blockId));
}

/** Makes room by giving up the oldest block that may not exist at all. */
function forgetOneWanted(state: BftState): boolean {
  for (const key of state.wantedBlocks.keys()) if (!isCertain(state, key)) return state.wantedBlocks.delete(key);
  return false;
}

/** Whether a quorum stands behind the missing block or a block on top of it, so that it surely exists. */
export function isCertain(state: BftState, key: string): boolean {
  if (state.pendingFinal?.key === key || hasCertifiedChild(state, key)) return true;
  for (const round of state.rounds.values()) if (round.notarise.held?.key === key) return true;
  return false;
}

/**
 * Gives blocks to the driver to check, parents first; a child of an invalid block is invalid. What turns out to be a proposal out of turn is dropped,
 * unless a quorum did not think so.
 */
export function checkBlocks(state: BftState): void {
  for (let found = true; found; ) {
    found = false;
    for (const key of state.unchecked) {
      const block = state.blocks.get(key)!;
      const parent = block.parentKey === state.finalKey ? 'valid' : (state.blocks.get(block.parentKey)?.validity ?? 'unknown');
      const entitled = block.isCertified || isEntitled(state, block);
      if (parent === 'unknown' || entitled === undefined) continue;
      state.unchecked.delete(key);
      if (!entitled) {
        state.blocks.delete(key);
        continue;
      }
      if (parent === 'invalid') block.validity = 'invalid';
      else askToCheck(state, block);
      found = true;
    }
  }
}

function askToCheck(state: BftState, block: HeldBlock): void {
  block.validity = 'checking';
  block.wasCheckedAsCertified = block.isCertified;
  state.out.add({ kind: 'check', block: block.ref, certified: block.isCertified });
}

export function blockChecked(state: BftState, blockId: Hash, isValid: boolean): void {
  const block = state.blocks.get(toHex(blockId));
  if (block?.validity !== 'checking') return;
  block.validity = isValid ? 'valid' : 'invalid';
  if (!isValid && block.isCertified) reconsider(state);
}
