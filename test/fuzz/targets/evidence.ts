import { canonicalJson, parseStrictJson } from '@bystack/chain-core/codec/json';
import { makeCheckpoint, readCheckpoint } from '@bystack/chain-core/light/checkpoint';
import { verifyStateEvidence } from '@bystack/chain-core/light/state-evidence';
import type { Bytes } from '@bystack/chain-core/primitives/bytes';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import type { Json } from '@bystack/chain-core/primitives/json';
import * as codec from '@bystack/chain-core/protocol/codec';
import { genesisCommittee } from '@bystack/chain-core/protocol/committee';
import { readReceipt, type ReadReceipt } from '@bystack/chain-core/protocol/read-receipt';
import { trustInGenesis } from '@bystack/chain-core/protocol/verify-certified';
import { verifyReceipt } from '@bystack/chain-core/protocol/verify-receipt';
import { testReceipt } from '@bystack/chain-core/testing/test-receipt';
import { testStateEvidence } from '@bystack/chain-core/testing/test-state-evidence';
import { isRefusal, target, type FuzzTarget } from '../target';

const { receipt, chain } = testReceipt({ laterBlocks: 1, handOvers: 1 });
const file = (value: unknown): Bytes => canonicalJson(value as Json);
const parsed = (bytes: Bytes): Json => parseStrictJson(Buffer.from(bytes).toString('utf8'));
const present = file(testStateEvidence({ chain }));
const checkpoint = makeCheckpoint({ chainId: new Uint8Array(32).fill(9), committee: genesisCommittee(chain.genesis), timeMs: chain.genesis.createdAtMs });

/** Files that anybody may show to anybody: read, and believed. Signatures and hashes leave no second form of what is believed. */
export const EVIDENCE_TARGETS: readonly FuzzTarget[] = [
  target({ decoder: 'protocol/read-receipt readReceipt', form: 'json', corpus: [file(receipt)], decode: (bytes) => compact(bytes) && readReceipt(parsed(bytes)), encode: writeReceipt, refuses: isRefusal }),
  target({ decoder: 'light/checkpoint readCheckpoint', form: 'json', corpus: [file(checkpoint)], decode: (bytes) => compact(bytes) && readCheckpoint(parsed(bytes)), encode: (it) => file(makeCheckpoint(it)), refuses: isRefusal }),
  target({ decoder: 'protocol/verify-receipt verifyReceipt', form: 'json', corpus: [file(receipt)], isUnforgeable: true, decode: (bytes) => compact(bytes) && verifyReceipt(parsed(bytes), chain.genesis), encode: () => file(receipt), refuses: isRefusal }),
  target({ decoder: 'light/state-evidence verifyStateEvidence', form: 'json', corpus: [present], isUnforgeable: true, decode: (bytes) => compact(bytes) && verifyStateEvidence(parsed(bytes), trustInGenesis(chain.genesis)), encode: () => present, refuses: isRefusal }),
];

/** The same file with other spaces, or its keys in another order, says the same: only one spelling is looked at here. */
function compact(bytes: Bytes): true | undefined {
  return Buffer.from(file(parsed(bytes))).equals(bytes) ? true : undefined;
}

function writeReceipt(read: ReadReceipt): Bytes {
  const header = (it: ReadReceipt['headers'][number]) => toHex(codec.encodeHeader(it.header));
  return file({
    format: 'bystack-receipt/1', chainId: toHex(read.chainId), transaction: toHex(read.transaction.bytes), result: toHex(codec.encodeResult(read.result)), index: read.index,
    transactionPath: read.transactionPath.map(toHex), resultPath: read.resultPath.map(toHex), headers: read.headers.map(header), certificate: toHex(codec.encodeCertificate(read.certificate)),
    handOvers: read.handOvers.map((it) => ({ header: header(it), certificate: toHex(codec.encodeCertificate(it.certificate)), committee: toHex(codec.encodeCommittee(it.committee)) })),
  });
}
