import { canonicalJson } from '../codec/json';
import { merkleRoot } from '../crypto/merkle';
import { allocate } from '../ledger/coinbase';
import { MODULES, SEATS, u32Text } from '../ledger/kernel-stores';
import type { ActiveModules } from '../module/active-modules';
import type { Work } from '../module/work';
import type { Bytes } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import type { SealedBlock } from '../protocol/block';
import { encodeBlockResult, sealBlock } from '../protocol/codec';
import { committeeHash, genesisCommittee } from '../protocol/committee';
import type { GenesisDocument } from '../protocol/genesis';
import { chainIdOf, ZERO_HASH } from '../protocol/ids';
import type { OutputEffect } from '../protocol/result';
import { initialBits } from '../protocol/pow/retarget';
import { StateBase } from '../state/state-base';
import { StateVersion } from '../state/state-version';
import { beginModule } from './begin-module';
import { performAtOnce } from './perform';

/** The first block of a chain, which nobody proposed, and the state it begins with. */
export interface Genesis {
  readonly block: SealedBlock;
  readonly state: StateVersion;
  /** Encoded result of the block. */
  readonly blockResult: Bytes;
}

/**
 * Everybody who holds the genesis document makes the same block from it.
 * @param base an empty state that is going to take the changes over; in memory if not given.
 */
export function* makingGenesis(genesis: GenesisDocument, modules: ActiveModules, base = new StateBase()): Work<Genesis> {
  const { state, effects } = yield* genesisState(genesis, modules, base);
  const blockResult = encodeBlockResult({ events: [], effects });
  const committee = committeeHash(genesisCommittee(genesis));
  const header = {
    protocolVersion: genesis.protocolVersion,
    chainId: chainIdOf(genesis),
    height: 0,
    epoch: 0,
    view: 0,
    parentId: ZERO_HASH,
    timeMs: genesis.createdAtMs,
    proposer: 0,
    transactionCount: 0,
    transactionsRoot: merkleRoot([]),
    resultsRoot: merkleRoot([blockResult]),
    stateRoot: state.root,
    committeeHash: committee,
    nextCommitteeHash: committee,
    ...(genesis.consensus.engine === 'pow' && { work: { minerKey: ZERO_HASH, bits: initialBits(genesis.consensus), nonce: 0 } }),
  };
  return { block: sealBlock(header, []), state, blockResult };
}

/** The same where no module has to be waited for. */
export function makeGenesis(...of: Parameters<typeof makingGenesis>): Genesis {
  return performAtOnce(makingGenesis(...of));
}

function* genesisState(genesis: GenesisDocument, modules: ActiveModules, base: StateBase): Work<{ readonly state: StateVersion; readonly effects: readonly OutputEffect[] }> {
  const nothing = StateVersion.ofBase(base);
  const overlay = nothing.begin();
  overlay.put(MODULES, canonicalJson(modules.choices() as unknown as Json));
  genesis.seats.forEach((seat, i) => overlay.put(SEATS + u32Text(i), canonicalJson(seat as unknown as Json)));
  const { consensus } = genesis;
  const effects = consensus.engine === 'pow' ? allocate(overlay, consensus.coinbase, chainIdOf(genesis)) : [];
  const scope = { modules, chainId: chainIdOf(genesis), height: 0, timeMs: genesis.createdAtMs, meter: undefined };
  for (const module of modules.inOrder) yield* beginModule(scope, module, overlay);
  return { state: nothing.commit(overlay), effects };
}
