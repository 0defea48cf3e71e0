import { canonicalJson, parseStrictJson } from '@bystack/chain-core/codec/json';
import { makeCheckpoint, readCheckpoint } from '@bystack/chain-core/light/checkpoint';
import { makeWorkCheckpoint, readWorkCheckpoint } from '@bystack/chain-core/light/work-checkpoint';
import { verifyStateEvidence } from '@bystack/chain-core/light/state-evidence';
import type { Bytes } from '@bystack/chain-core/primitives/bytes';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import type { Json } from '@bystack/chain-core/primitives/json';
import { encodeFinalityProof } from '@bystack/chain-core/protocol/finality-proof';
import * as codec from '@bystack/chain-core/protocol/codec';
import { genesisCommittee } from '@bystack/chain-core/protocol/committee';
import { readHeader, type ReadHeader } from '@bystack/chain-core/protocol/read-evidence';
import { readReceipt, readWorkReceipt, type ReadReceipt, type ReadRecorded, type ReadWorkReceipt } from '@bystack/chain-core/protocol/read-receipt';
import { trustInGenesis } from '@bystack/chain-core/protocol/verify-certified';
import { verifyReceipt } from '@bystack/chain-core/protocol/verify-receipt';
import { testReceipt } from '@bystack/chain-core/testing/test-receipt';
import { testStateEvidence } from '@bystack/chain-core/testing/test-state-evidence';
import { TestWork } from '@bystack/chain-core/testing/test-work';
import { isRefusal, target, type FuzzTarget } from '../target';

const { receipt, chain } = testReceipt({ laterBlocks: 1, handOvers: 1 });
const file = (value: unknown): Bytes => canonicalJson(value as Json);
const parsed = (bytes: Bytes): Json => parseStrictJson(Buffer.from(bytes).toString('utf8'));
const present = file(testStateEvidence({ chain }));
const mined = new TestWork({ initialWork: 1, leastWork: 1, finalDepth: 2 }).extend(5);
const workCheckpoint = makeWorkCheckpoint(mined.blocks[3]!.headerBytes, mined.paceAt(4).parentTimeMs, mined.workOf(1, 4));
const checkpoint = makeCheckpoint({ chainId: new Uint8Array(32).fill(9), committee: genesisCommittee(chain.genesis), timeMs: chain.genesis.createdAtMs });

/** Files that anybody may show to anybody: read, and believed. Signatures and hashes leave no second form of what is believed. */
export const EVIDENCE_TARGETS: readonly FuzzTarget[] = [
  target({ decoder: 'protocol/read-receipt readReceipt', form: 'json', corpus: [file(receipt)], decode: (bytes) => compact(bytes) && readReceipt(parsed(bytes)), encode: writeReceipt, refuses: isRefusal }),
  target({ decoder: 'light/checkpoint readCheckpoint', form: 'json', corpus: [file(checkpoint)], decode: (bytes) => compact(bytes) && readCheckpoint(parsed(bytes)), encode: (it) => file(makeCheckpoint(it)), refuses: isRefusal }),
  target({ decoder: 'protocol/read-receipt readWorkReceipt', form: 'json', corpus: [file(mined.receipt(3))], decode: (bytes) => compact(bytes) && readWorkReceipt(parsed(bytes)), encode: writeWorkReceipt, refuses: isRefusal }),
  target({ decoder: 'protocol/read-evidence readHeader', form: 'json', corpus: [file(mined.headers()[0])], decode: (bytes) => compact(bytes) && readHeader(parsed(bytes), 'header'), encode: (it) => file(encoded(it)), refuses: isRefusal }),
  target({ decoder: 'light/work-checkpoint readWorkCheckpoint', form: 'json', corpus: [file(workCheckpoint)], decode: (bytes) => compact(bytes) && readWorkCheckpoint(parsed(bytes)), encode: writeWorkCheckpoint, refuses: isRefusal }),
  target({ decoder: 'protocol/verify-receipt verifyReceipt', form: 'json', corpus: [file(receipt)], isUnforgeable: true, decode: (bytes) => compact(bytes) && verifyReceipt(parsed(bytes), chain.genesis), encode: () => file(receipt), refuses: isRefusal }),
  target({ decoder: 'light/state-evidence verifyStateEvidence', form: 'json', corpus: [present], isUnforgeable: true, decode: (bytes) => compact(bytes) && verifyStateEvidence(parsed(bytes), trustInGenesis(chain.genesis)), encode: () => present, refuses: isRefusal }),
];

/** The same file with other spaces, or its keys in another order, says the same: only one spelling is looked at here. */
function compact(bytes: Bytes): true | undefined {
  return Buffer.from(file(parsed(bytes))).equals(bytes) ? true : undefined;
}

const encoded = ({ header }: ReadHeader): string => toHex(codec.encodeHeader(header));

function recorded(read: ReadRecorded) {
  return {
    transaction: toHex(read.transaction.bytes), result: toHex(codec.encodeResult(read.result)), index: read.index,
    transactionPath: read.transactionPath.map(toHex), resultPath: read.resultPath.map(toHex),
  };
}

function writeWorkReceipt(read: ReadWorkReceipt): Bytes {
  return file({ format: 'bystack-work-receipt/1', chainId: toHex(read.chainId), ...recorded(read), headers: read.headers.map(encoded), blockAt: read.blockAt });
}

/** A header says all that is read of it, but the work before it. */
function writeWorkCheckpoint({ header, anchor, totalWork }: ReturnType<typeof readWorkCheckpoint>): Bytes {
  return file(makeWorkCheckpoint(codec.encodeHeader(header), anchor.parentTimeMs, totalWork));
}

function writeReceipt(read: ReadReceipt): Bytes {
  return file({
    format: 'bystack-receipt/1', chainId: toHex(read.chainId), ...recorded(read), headers: read.headers.map(encoded), certificate: toHex(encodeFinalityProof(read.certificate)),
    handOvers: read.handOvers.map((it) => ({ header: encoded(it), certificate: toHex(encodeFinalityProof(it.certificate)), committee: toHex(codec.encodeCommittee(it.committee)) })),
  });
}
