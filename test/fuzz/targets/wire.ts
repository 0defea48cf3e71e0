import * as bft from '@bystack/chain-core/consensus/bft/message-codec';
import { decodeRecalled, encodeRecalled } from '@bystack/chain-core/consensus/bft/recall-codec';
import * as pow from '@bystack/chain-core/consensus/pow/message-codec';
import { readHeader } from '@bystack/chain-core/consensus/pow/read-header';
import { encodeFrame, FrameReader, FrameRefused, type Message } from '@bystack/chain-core/network/frame';
import { readHello } from '@bystack/chain-core/network/hello';
import { decodeRecoveryMessage, encodeRecoveryMessage } from '@bystack/chain-core/node/recovery/recovery-messages';
import * as frames from '@bystack/chain-core/node/peer-frames';
import { decodeHeadersOfWork } from '@bystack/chain-core/node/work-sync-messages';
import { concatBytes, type Bytes } from '@bystack/chain-core/primitives/bytes';
import { encodeCertificate, encodeHeader } from '@bystack/chain-core/protocol/codec';
import { decodeStateRange, encodeStateRange } from '@bystack/chain-core/state/range-codec';
import { decodeBatch, encodeBatch } from '@bystack/chain-core/sync/batch';
import { readBlock } from '@bystack/chain-core/sync/read-block';
import { decodeHandOverStep, decodeSnapshotHead, encodeHandOverStep, encodeSnapshotHead } from '@bystack/chain-core/sync/snapshot-head';
import * as snapshots from '@bystack/chain-core/sync/snapshot-messages';
import { goldenBytes } from '../golden-bytes';
import { target, type FuzzTarget } from '../target';

const BLOCK_BYTES_MAX = 16 * 1024 * 1024;
const LIMITS = { blockBytesMax: 64 * 1024, blockTransactionsMax: 100, transactionBytesMax: 16 * 1024 };
const FRAMES = ['hello', 'consensus', 'transactions', 'getBlocks', 'blocks', 'work'].map((kind) => `frame of ${kind}`);
const BFT_MESSAGES = ['proposal', 'blsProposal', 'vote', 'stand', 'wantBlock', 'wantCertificates', 'partial', 'blsPartial', 'certificate', 'follow', 'followNobody'];

/** What nodes say to each other. */
export const WIRE_TARGETS: readonly FuzzTarget[] = [
  target({ decoder: 'network/frame FrameReader', form: 'binary', corpus: [concatBytes(...goldenBytes('wire', ...FRAMES))], decode: readFrames, encode: writeFrames, refuses: (error) => error instanceof FrameRefused }),
  target({ decoder: 'network/hello readHello', form: 'binary', corpus: goldenBytes('wire', 'hello'), decode: (bytes) => (readHello(bytes) === undefined ? bytes : undefined) }),
  target({ decoder: 'node/peer-frames decodeNumbered', form: 'binary', corpus: goldenBytes('wire', 'withEpoch'), decode: frames.decodeNumbered, encode: ({ number, rest }) => frames.withNumber(number, rest) }),
  target({ decoder: 'node/peer-frames decodeHeight', form: 'binary', corpus: goldenBytes('wire', 'height'), decode: frames.decodeHeight, encode: frames.encodeHeight }),
  target({ decoder: 'node/peer-frames decodeGetBlocks', form: 'binary', corpus: goldenBytes('wire', 'getBlocks'), decode: frames.decodeGetBlocks, encode: (it) => frames.encodeGetBlocks(it.request, it.fromHeight) }),
  target({ decoder: 'node/work-sync-messages decodeHeadersOfWork', form: 'binary', corpus: headersOfWork(), decode: decodeHeadersOfWork, encode: ({ request, headers }) => frames.withNumber(request, concatBytes(...headers)) }),
  target({ decoder: 'node/recovery/recovery-messages decodeRecoveryMessage', form: 'binary', corpus: goldenBytes('wire', 'recoveryReady', 'recoveryPropose', 'recoveryApprove', 'recoveryBlocks', 'recoverySignature'), decode: decodeRecoveryMessage, encode: encodeRecoveryMessage }),
  target({ decoder: 'sync/batch decodeBatch', form: 'binary', corpus: goldenBytes('wire', 'batch'), decode: decodeBatch, encode: (it) => encodeBatch(it === 'nothing' ? undefined : it) }),
  target({ decoder: 'sync/read-block readBlock', form: 'binary', corpus: goldenBytes('trees', 'genesisBlock'), decode: (bytes) => readBlock(bytes), encode: ({ bytes }) => bytes }),
  target({ decoder: 'sync/snapshot-messages decodeSnapshotName', form: 'binary', corpus: goldenBytes('wire', 'snapshotName'), decode: snapshots.decodeSnapshotName, encode: snapshots.encodeSnapshotName }),
  target({ decoder: 'sync/snapshot-messages decodeGetHead', form: 'binary', corpus: goldenBytes('wire', 'getHead'), decode: snapshots.decodeGetHead, encode: (it) => snapshots.encodeGetHead(it.height, it.fromEpoch) }),
  target({ decoder: 'sync/snapshot-messages decodeHeadAnswer', form: 'binary', corpus: goldenBytes('wire', 'headAnswer', 'handOversOnly'), decode: snapshots.decodeHeadAnswer, encode: snapshots.encodeHeadAnswer }),
  target({ decoder: 'sync/snapshot-messages decodeGetRange', form: 'binary', corpus: goldenBytes('wire', 'getRange'), decode: snapshots.decodeGetRange, encode: (it) => snapshots.encodeGetRange(it.height, it) }),
  target({ decoder: 'sync/snapshot-head decodeSnapshotHead', form: 'binary', corpus: goldenBytes('wire', 'snapshotHead'), decode: decodeSnapshotHead, encode: encodeSnapshotHead }),
  target({ decoder: 'sync/snapshot-head decodeHandOverStep', form: 'binary', corpus: goldenBytes('wire', 'handOverStep'), decode: decodeHandOverStep, encode: encodeHandOverStep }),
  target({ decoder: 'state/range-codec decodeStateRange', form: 'binary', corpus: goldenBytes('wire', 'stateRange'), decode: decodeStateRange, encode: encodeStateRange }),
  target({ decoder: 'consensus/bft/message-codec decodeMessage', form: 'binary', corpus: goldenBytes('bft-messages', ...BFT_MESSAGES), decode: (bytes) => bft.decodeMessage(bytes, BLOCK_BYTES_MAX), encode: encodeBftMessage }),
  target({ decoder: 'consensus/bft/recall-codec decodeRecalled', form: 'binary', corpus: goldenBytes('wire', 'recalled', 'recalledNothing'), decode: decodeRecalled, encode: (it) => encodeRecalled({ ...it, sums: it.sums.map(encodeCertificate) }) }),
  target({ decoder: 'consensus/pow/message-codec decodeMessage', form: 'binary', corpus: goldenBytes('pow-messages', 'headers', 'wantHeaders', 'wantBlock', 'block'), decode: (bytes) => pow.decodeMessage(bytes, BLOCK_BYTES_MAX), encode: encodePowMessage }),
  target({ decoder: 'consensus/pow/read-header readHeader', form: 'binary', corpus: goldenBytes('encodings', 'header', 'workHeader'), decode: readHeader, encode: encodeHeader }),
];

function headersOfWork(): readonly Bytes[] {
  const headers = goldenBytes('encodings', 'workHeader');
  return [0, 1, 2].map((count) => frames.withNumber(7, concatBytes(...Array.from({ length: count }, () => headers[0]!))));
}

function encodeBftMessage(message: bft.Message): Bytes {
  switch (message.kind) {
    case 'proposal': return bft.encodeProposal(message.certificates.map(encodeCertificate), message.leaderSignature, message.block);
    case 'vote': return bft.encodeVoteMessage(message.vote);
    case 'stand': return bft.encodeStand({ ...message, certificates: message.certificates.map(encodeCertificate) });
    case 'want-block': return bft.encodeWantBlock(message.blockId);
    case 'want-certificates': return bft.encodeWantCertificates(message.firstView, message.lastView);
    case 'partial': return bft.encodePartial(encodeCertificate(message.partial));
    case 'certificate': return bft.encodeCertificateMessage(encodeCertificate(message.certificate));
    case 'follow': return bft.encodeFollow(message.gateway);
  }
}

function encodePowMessage(message: pow.Message): Bytes {
  switch (message.kind) {
    case 'headers': return pow.encodeHeaders(message.headers);
    case 'want-headers': return pow.encodeWantHeaders(message.locator);
    case 'want-block': return pow.encodeWantBlock(message.blockId);
    case 'block': return pow.encodeBlockMessage(message.block);
  }
}

interface Stream {
  readonly messages: readonly Message[];
  /** Of a frame that has not wholly come. */
  readonly rest: Bytes;
}

/** In two pieces: where a stream is cut must not matter. */
function readFrames(bytes: Bytes): Stream {
  const messages: Message[] = [];
  const reader = new FrameReader({ limits: LIMITS });
  const cut = Math.floor(bytes.length / 3);
  for (const piece of [bytes.subarray(0, cut), bytes.subarray(cut)]) reader.push(Buffer.from(piece), (message) => messages.push(message));
  return { messages, rest: bytes.subarray(writeFrames({ messages, rest: new Uint8Array(0) }).length) };
}

function writeFrames({ messages, rest }: Stream): Bytes {
  return concatBytes(...messages.flatMap(({ kind, payload }) => encodeFrame(kind, payload)), rest);
}
