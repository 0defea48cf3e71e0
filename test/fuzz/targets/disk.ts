import { crc32 } from 'node:zlib';
import { joinPrefixed } from '@bystack/chain-core/codec/prefixed-list';
import * as bft from '@bystack/chain-core/consensus/bft/log-codec';
import * as pow from '@bystack/chain-core/consensus/pow/log-codec';
import { hash } from '@bystack/chain-core/crypto/hash';
import { chunkHead, decodeChunk, decodeDamagedChunk, encodeEntry, sealChunk } from '@bystack/chain-core/export/chunk-codec';
import { ExportFailed } from '@bystack/chain-core/export/export-failed';
import { encodeManifest, readManifest } from '@bystack/chain-core/export/manifest';
import { decodeAsset, decodeBalance, encodeAsset, encodeBalance } from '@bystack/chain-core/holdings/records';
import { concatBytes, type Bytes } from '@bystack/chain-core/primitives/bytes';
import { encodeCertificate } from '@bystack/chain-core/protocol/codec';
import { decodeKeysPage, encodeKeysPage, readBucketPage, writeBucketPage, type StateLeaf } from '@bystack/chain-core/state/page';
import { decodeHandOver, decodeHeaderRecord } from '@bystack/chain-core/storage/chain-records';
import { checkedValue, withCheck } from '@bystack/chain-core/storage/checked-value';
import { decodeChanges, encodeChanges } from '@bystack/chain-core/storage/state-changes';
import { decodeDirectoryHead, encodeDirectoryHead } from '@bystack/chain-core/storage/state-directory';
import { decodeNumbers, encodeNumbers } from '@bystack/chain-core/storage/stored-values';
import { scanFrames } from '@bystack/chain-core/storage/vote-frame';
import { goldenBytes } from '../golden-bytes';
import { isCorrupt, target, type FuzzTarget } from '../target';

const KEY = new Uint8Array(4).fill(29);
const HASH_BYTES = 32;
const VOTE_FRAME_HEAD_BYTES = 20;
const VOTE_FRAME_SEQUENCE = 7;

const MANIFEST = encodeManifest({ format: 'bystack-export/1', chainId: 'cd'.repeat(32), lastHeight: 9, chunks: [[1, 3], [4, 9]].map(([firstHeight, lastHeight]) => ({ firstHeight: firstHeight!, lastHeight: lastHeight!, bytes: 100, sha256: 'ab'.repeat(32) })) });

/** What nodes keep, and what they export. */
export const DISK_TARGETS: readonly FuzzTarget[] = [
  target({ decoder: 'consensus/bft/log-codec decodeRecord', form: 'binary', corpus: goldenBytes('disk', 'voteRecord', 'certificateRecord', 'blockRecord'), decode: bft.decodeRecord, encode: encodeBftRecord }),
  target({ decoder: 'consensus/pow/log-codec decodeRecord', form: 'binary', corpus: goldenBytes('pow-messages', 'blockRecord'), decode: pow.decodeRecord, encode: pow.encodeBlockRecord }),
  target({ decoder: 'storage/vote-frame scanFrames', form: 'binary', corpus: goldenBytes('disk', 'voteFrame'), decode: (bytes) => scanFrames(Buffer.from(bytes), 0, VOTE_FRAME_SEQUENCE, 'log'), repair: repairVoteFrame, refuses: isCorrupt }),
  target({ decoder: 'storage/checked-value checkedValue', form: 'binary', corpus: goldenBytes('disk', 'checkedValue'), decode: (bytes) => checkedValue(KEY, bytes, 'value'), encode: (value) => withCheck(KEY, value), repair: (bytes) => withCheck(KEY, bytes.subarray(0, -4)), refuses: isCorrupt }),
  target({ decoder: 'storage/stored-values decodeNumbers', form: 'binary', corpus: goldenBytes('disk', 'numbers'), decode: (bytes) => decodeNumbers(bytes, 2, 'numbers'), encode: (numbers) => encodeNumbers(...numbers), refuses: isCorrupt }),
  target({ decoder: 'storage/chain-records decodeHeaderRecord', form: 'binary', corpus: [concatBytes(encodeNumbers(412), new Uint8Array(40).fill(7))], decode: (bytes) => decodeHeaderRecord(bytes, 'header'), encode: ({ blockBytes, bytes }) => concatBytes(encodeNumbers(blockBytes), bytes), refuses: isCorrupt }),
  target({ decoder: 'storage/chain-records decodeHandOver', form: 'binary', corpus: [concatBytes(encodeNumbers(9), joinPrefixed([new Uint8Array(5).fill(3), new Uint8Array(2)])), concatBytes(encodeNumbers(9), joinPrefixed([]))], decode: (bytes) => decodeHandOver(bytes, 'hand-over'), encode: ({ height, closing }) => concatBytes(encodeNumbers(height), joinPrefixed(closing)), refuses: isCorrupt }),
  target({ decoder: 'storage/state-changes decodeChanges', form: 'binary', corpus: goldenBytes('disk', 'changes'), decode: decodeChanges, encode: encodeChanges, refuses: isCorrupt }),
  target({ decoder: 'storage/state-directory decodeDirectoryHead', form: 'binary', corpus: goldenBytes('disk', 'directoryHead'), decode: decodeDirectoryHead, encode: encodeDirectoryHead }),
  target({ decoder: 'holdings/records decodeBalance', form: 'binary', corpus: goldenBytes('disk', 'balanceIndexed'), decode: decodeBalance, encode: encodeBalance }),
  target({ decoder: 'holdings/records decodeAsset', form: 'binary', corpus: goldenBytes('disk', 'assetIndexed'), decode: decodeAsset, encode: encodeAsset }),
  target({ decoder: 'state/page readBucketPage', form: 'binary', corpus: goldenBytes('disk', 'bucketPage'), decode: (bytes) => readBucketPage(Buffer.from(bytes)), encode: bucketPage, refuses: isCorrupt }),
  target({ decoder: 'state/page decodeKeysPage', form: 'binary', corpus: goldenBytes('disk', 'keysPage'), decode: (bytes) => decodeKeysPage(Buffer.from(bytes)), encode: encodeKeysPage, refuses: isCorrupt }),
  target({ decoder: 'export/chunk-codec decodeChunk', form: 'binary', corpus: goldenBytes('export', 'chunk'), decode: decodeChunk, encode: ({ firstHeight, entries }) => sealChunk([chunkHead(firstHeight), ...entries.map(encodeEntry)]).bytes, repair: repairChunk }),
  target({ decoder: 'export/chunk-codec decodeDamagedChunk', form: 'binary', corpus: goldenBytes('export', 'chunk'), decode: decodeDamagedChunk }),
  target({ decoder: 'export/manifest readManifest', form: 'json', corpus: [MANIFEST], decode: readManifest, encode: encodeManifest, refuses: (error) => error instanceof ExportFailed }),
];

function encodeBftRecord(record: bft.LogRecord): Bytes {
  if (record.kind === 'vote') return bft.encodeVoteRecord(record.vote);
  if (record.kind === 'certificate') return bft.encodeCertificateRecord(encodeCertificate(record.certificate));
  return bft.encodeBlockRecord(record.vote, record.leaderSignature, record.block);
}

function bucketPage(leaves: readonly StateLeaf[]): Bytes {
  return writeBucketPage(leaves);
}

/** The whole as one frame. */
function repairVoteFrame(bytes: Bytes): Bytes {
  if (bytes.length < VOTE_FRAME_HEAD_BYTES) return bytes;
  const frame = Buffer.from(bytes);
  goldenBytes('disk', 'voteFrame')[0]!.subarray(0, 12).forEach((byte, at) => (frame[at] = byte));
  frame.writeUInt32BE(frame.length - VOTE_FRAME_HEAD_BYTES, 12);
  frame.writeUInt32BE(crc32(frame.subarray(VOTE_FRAME_HEAD_BYTES), crc32(frame.subarray(4, 16))), 16);
  return frame;
}

function repairChunk(bytes: Bytes): Bytes {
  const content = bytes.subarray(0, Math.max(0, bytes.length - HASH_BYTES));
  return concatBytes(content, hash(content));
}
