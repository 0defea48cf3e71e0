import { encodeBlockRecord, encodeCertificateRecord, encodeVoteRecord } from '@bystack/chain-core/consensus/bft/log-codec';
import { encodeProposal, encodeStand, encodeVoteMessage, encodeWantBlock, encodeWantCertificates } from '@bystack/chain-core/consensus/bft/message-codec';
import { encodeRecalled, recallNothing } from '@bystack/chain-core/consensus/bft/recall-codec';
import { encodeBlockRecord as encodeMinedBlockRecord } from '@bystack/chain-core/consensus/pow/log-codec';
import * as pow from '@bystack/chain-core/consensus/pow/message-codec';
import { joinPrefixed } from '@bystack/chain-core/codec/prefixed-list';
import { chunkHead, encodeEntry, sealChunk } from '@bystack/chain-core/export/chunk-codec';
import { encodeManifest } from '@bystack/chain-core/export/manifest';
import { encodeAsset, encodeBalance } from '@bystack/chain-core/holdings/records';
import { encodeFrame } from '@bystack/chain-core/network/frame';
import { encodeHello } from '@bystack/chain-core/network/hello';
import { MESSAGES, type MessageKind } from '@bystack/chain-core/network/messages';
import { encodeRecoveryMessage } from '@bystack/chain-core/node/recovery/recovery-messages';
import { encodeGetBlocks, encodeHeight, withNumber } from '@bystack/chain-core/node/peer-frames';
import { hashBinary } from '@bystack/chain-core/crypto/hash';
import { concatBytes, utf8 } from '@bystack/chain-core/primitives/bytes';
import { encodeCertificate } from '@bystack/chain-core/protocol/codec';
import { makeLeaf } from '@bystack/chain-core/state/bucket';
import { encodeKeysPage, writeBucketPage } from '@bystack/chain-core/state/page';
import { encodeStateRange } from '@bystack/chain-core/state/range-codec';
import { withCheck } from '@bystack/chain-core/storage/checked-value';
import * as keys from '@bystack/chain-core/storage/keys';
import { encodeChanges } from '@bystack/chain-core/storage/state-changes';
import { encodeDirectoryHead } from '@bystack/chain-core/storage/state-directory';
import { encodeNumbers } from '@bystack/chain-core/storage/stored-values';
import { encodeFrame as encodeVoteFrame } from '@bystack/chain-core/storage/vote-frame';
import { encodeBatch } from '@bystack/chain-core/sync/batch';
import { encodeHandOverStep, encodeSnapshotHead } from '@bystack/chain-core/sync/snapshot-head';
import { encodeGetHead, encodeGetRange, encodeHeadAnswer, encodeSnapshotName } from '@bystack/chain-core/sync/snapshot-messages';
import { expectGolden } from './golden';
import { filled, subject } from './values';

const vote = { ...subject, seat: 1, signature: filled(21, 64) };
const certificate = encodeCertificate({ ...subject, scheme: 'ed25519', signers: Uint8Array.of(1), proof: filled(22, 64) });
const block = filled(23, 40);

function bucketPage(): Uint8Array {
  const leaves = ['key', 'other'].map((key) => makeLeaf(hashBinary(utf8(key)), key, utf8(`value of ${key}`)));
  return writeBucketPage(leaves);
}

describe('golden bytes', () => {
  it('of what nodes say to each other', () => {
    const kinds = Object.keys(MESSAGES) as MessageKind[];
    expectGolden('wire.json', {
      proposal: encodeProposal([certificate], filled(21, 64), block),
      blsProposal: encodeProposal([certificate], filled(21, 96), block),
      vote: encodeVoteMessage(vote),
      stand: encodeStand({ isAnswer: true, view: 7, finalView: 5, certificates: [certificate], votes: [vote] }),
      wantBlock: encodeWantBlock(filled(24)),
      wantCertificates: encodeWantCertificates(3, 9),
      withEpoch: withNumber(3, filled(25, 4)),
      getBlocks: encodeGetBlocks(2, 4_294_967_297),
      height: encodeHeight(4_294_967_297),
      hello: encodeHello(filled(60, 8), { min: 1, max: 2 }),
      recalled: encodeRecalled({ finalisation: certificate, votes: [vote], sums: [certificate] }),
      recalledNothing: recallNothing(),
      batch: encodeBatch({ certificate, blocks: [block, block] }),
      recoveryReady: encodeRecoveryMessage({ kind: 'ready', height: 4_294_967_297, blockId: filled(61), votingKey: filled(62), proofOfPossession: filled(63, 64) }),
      recoveryPropose: encodeRecoveryMessage({ kind: 'propose', transaction: filled(64, 5) }),
      recoveryApprove: encodeRecoveryMessage({ kind: 'approve', transaction: filled(65, 5) }),
      recoveryBlocks: encodeRecoveryMessage({ kind: 'blocks', blocks: [filled(66, 6), filled(67, 7)] }),
      recoverySignature: encodeRecoveryMessage({ kind: 'signature', blockId: filled(68), signature: filled(69, 64) }),
      snapshotName: encodeSnapshotName({ height: 4_294_967_297, blockId: filled(40) }),
      getHead: encodeGetHead(4_294_967_297, 3),
      snapshotHead: encodeSnapshotHead({ block, results: [filled(41, 3)], certificate, past: [filled(42, 4)] }),
      handOverStep: encodeHandOverStep({ header: filled(43, 5), certificate, committee: filled(44, 6), closing: [block] }),
      headAnswer: encodeHeadAnswer({ head: filled(45, 3), handOvers: [filled(46, 4)] }),
      handOversOnly: encodeHeadAnswer({ head: undefined, handOvers: [filled(46, 4)] }),
      getRange: encodeGetRange(4_294_967_297, { from: 'a'.repeat(32), until: 'b'.repeat(32) }),
      stateRange: encodeStateRange({
        before: { keyHash: filled(47), valueHash: filled(48) }, after: { keyHash: filled(49), valueHash: filled(50) },
        left: [{ depth: 3, sibling: filled(51) }], right: [{ depth: 0, sibling: filled(52) }, { depth: 9, sibling: filled(53) }],
        entries: [['key', filled(54, 2)], ['other', filled(55, 0)]],
      }),
      prefixedList: joinPrefixed([filled(1, 2), filled(2, 3)]),
      ...Object.fromEntries(kinds.map((kind) => [`frame of ${kind}`, concatBytes(...encodeFrame(kind, filled(26, 3)))])),
    });
  });

  it('of what nodes without seats say to each other, and log', () => {
    const { encodeHeaders, encodeWantHeaders, encodeWantBlock: encodeWantMinedBlock, encodeBlockMessage, SEALED_HEADER_BYTES } = pow;
    expectGolden('pow-messages.json', {
      headers: encodeHeaders([filled(35, SEALED_HEADER_BYTES), filled(36, SEALED_HEADER_BYTES)]),
      wantHeaders: encodeWantHeaders([filled(37), filled(38)]),
      wantBlock: encodeWantMinedBlock(filled(39)),
      block: encodeBlockMessage(block),
      blockRecord: encodeMinedBlockRecord(block),
    });
  });

  it('of what nodes keep on disk', () => {
    expectGolden('disk.json', {
      assetIndexed: encodeAsset({ issued: 2n ** 70n, retired: 5n, firstHeight: 9, threshold: 1, issuers: [filled(64)], document: utf8('{}') }),
      balanceIndexed: encodeBalance({ alone: 2n ** 70n, shared: 7n, outputs: 3 }),
      voteRecord: encodeVoteRecord(vote),
      certificateRecord: encodeCertificateRecord(certificate),
      blockRecord: encodeBlockRecord(vote, filled(21, 64), block),
      voteFrame: encodeVoteFrame(7, [{ view: 5, bytes: filled(27, 3) }, { view: 6, bytes: filled(28, 2) }]),
      checkedValue: withCheck(filled(29, 4), filled(30, 5)),
      numbers: encodeNumbers(1, 4_294_967_297),
      changes: encodeChanges([['key', filled(31, 2)], ['gone', undefined]]),
      keysPage: encodeKeysPage(['key', 'other']),
      bucketPage: bucketPage(),
      directoryHead: encodeDirectoryHead({ height: 258, entryCount: 4_294_967_297, depth: 3, segments: new Map([[1, 65_536]]), keyPages: [{ first: 'key', place: 4_294_967_298, bytes: 30, keys: undefined, used: false }] }),
      metaFormat: keys.META_FORMAT,
      metaFinal: keys.META_FINAL,
      blockKey: keys.blockKey(258),
      resultsKey: keys.resultsKey(258),
      certificateKey: keys.certificateKey(258),
      handOverKey: keys.handOverKey(2),
      stateChangesKey: keys.stateChangesKey(258),
      heightOfBlockKey: keys.heightOfBlockKey(filled(32)),
      placeOfTransactionKey: keys.placeOfTransactionKey(filled(33)),
    });
  });

  it('of what is exported', () => {
    const entry = encodeEntry({ block, certificate, closing: [filled(34, 4)] });
    const chunks = [{ firstHeight: 0, lastHeight: 3, bytes: 100, sha256: 'ab'.repeat(32) }];
    expectGolden('export.json', {
      entry,
      chunk: sealChunk([chunkHead(5), entry]).bytes,
      manifest: encodeManifest({ format: 'bystack-export/1', chainId: 'cd'.repeat(32), lastHeight: 3, chunks }),
    });
  });
});
