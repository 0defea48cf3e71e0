import { hash } from '../crypto/hash';
import { makeStateEvidence, type StateEvidence } from '../light/state-evidence';
import type { Bytes } from '../primitives/bytes';
import { utf8 } from '../primitives/bytes';
import type { BlockHeader } from '../protocol/block';
import { sealBlock } from '../protocol/codec';
import { encodeGenesis } from '../protocol/check-genesis';
import { committeeHash, genesisCommittee } from '../protocol/committee';
import { encodeStateProof } from '../state/proof';
import { StateVersion } from '../state/state-version';
import { fullKey } from '../state/store-key';
import { testChain, TEST_TIME_MS, type TestChain } from './test-genesis';
import { certify } from './test-receipt';

export interface TestStateOptions {
  readonly chain?: TestChain;
  /** What lies in store 1 of module `notes`: texts by key. */
  readonly entries?: Readonly<Record<string, string>>;
  /** The key that is proved, present or not. */
  readonly key?: string;
  readonly header?: Partial<BlockHeader>;
}

const full = (key: string): Bytes => Buffer.from(fullKey('notes', 1, utf8(key)), 'latin1');

/** Evidence about a state made by hand, certified by the committee of genesis, with no node running. */
export function testStateEvidence({ chain = testChain(), entries = { a: 'one', b: 'two', c: 'three' }, key = 'b', header = {} }: TestStateOptions = {}): StateEvidence {
  const state = StateVersion.ofEntries(Object.entries(entries).map(([name, text]) => [fullKey('notes', 1, utf8(name)), utf8(text)] as const));
  const chainId = hash(encodeGenesis(chain.genesis));
  const hashed = committeeHash(genesisCommittee(chain.genesis));
  const { header: whole, id, headerBytes } = sealBlock({
    protocolVersion: 1, chainId, height: 20, epoch: 0, view: 25, parentId: hash(chainId), timeMs: TEST_TIME_MS + 2_000, proposer: 1, transactionCount: 0,
    transactionsRoot: hash(new Uint8Array(0)), resultsRoot: hash(new Uint8Array(0)),
    stateRoot: state.root, committeeHash: hashed, nextCommitteeHash: hashed, ...header,
  }, []);
  const certificate = certify(chainId, whole, id, { committee: genesisCommittee(chain.genesis), keys: chain.votingKeys }, [0, 2, 3]);
  const value = Object.hasOwn(entries, key) ? entries[key] : undefined;
  const proof = encodeStateProof(state.prove(full(key)));
  return makeStateEvidence({ chainId, module: 'notes', store: 1, key: utf8(key), value: value === undefined ? undefined : utf8(value), proof, headers: [headerBytes], certificate, handOvers: [] });
}
