export { decodeBlock, decodeHeader, encodeHeader, HEADER_BYTES, headerLength, sealBlock, WORK_SEAL_BYTES, type KnownTransaction } from './encode-block';
export { decodeOutput, encodeOutput } from './encode-output';
export { decodeBlockResult, decodeResult, encodeBlockResult, encodeResult } from './encode-result';
export { decodeTransaction } from './decoded-transaction';
export { encodeBody, lastSignerOf, sealTransaction } from './encode-transaction';
export { decodeCertificate, decodeVote, encodeCertificate, encodeVote, readSubject, writeSubject } from './encode-vote';
export { decodeCommittee, encodeCommittee } from './committee';
