import { canonicalJson, parseCanonicalJson, parseStrictJson } from '@bystack/chain-core/codec/json';
import { joinPrefixed, splitPrefixed } from '@bystack/chain-core/codec/prefixed-list';
import { decodeUtf8 } from '@bystack/chain-core/codec/utf8-text';
import { decodeHeld, encodeHeld } from '@bystack/chain-core/ledger/held-outputs';
import { utf8 } from '@bystack/chain-core/primitives/bytes';
import { refuse } from '@bystack/chain-core/primitives/refusal';
import { encodeGenesis, parseGenesis } from '@bystack/chain-core/protocol/check-genesis';
import { decodeFinalityProof, encodeFinalityProof } from '@bystack/chain-core/protocol/finality-proof';
import { decodeRestartCertificate, encodeRestartCertificate } from '@bystack/chain-core/protocol/restart-certificate';
import * as codec from '@bystack/chain-core/protocol/codec';
import { decodeOwnTransaction } from '@bystack/chain-core/protocol/decoded-transaction';
import { decodeOwnHeader } from '@bystack/chain-core/protocol/encode-block';
import { moduleLock, readModuleLock, type ModuleLock } from '@bystack/chain-core/protocol/module-lock';
import { readSigners, writeSigners } from '@bystack/chain-core/protocol/signers';
import { decodeStateProof, encodeStateProof } from '@bystack/chain-core/state/proof';
import { goldenBytes } from '../golden-bytes';
import { isRefusal, target, type FuzzTarget } from '../target';

const SEATS = 12;
const lock = (said: ModuleLock): Uint8Array => moduleLock('pool', said).data;
const LOCKS = [lock({ lock: 'reserve', data: {} }), lock({ lock: 'safe', owner: new Uint8Array(32).fill(2), data: { note: '茶' } })];

/** What is signed, hashed and proved, and what it is made of. */
export const PROTOCOL_TARGETS: readonly FuzzTarget[] = [
  target({ decoder: 'codec/utf8-text decodeUtf8', form: 'binary', corpus: [utf8('é品\u{1f600} \u0000')], decode: decodeUtf8, encode: utf8 }),
  target({ decoder: 'codec/prefixed-list splitPrefixed', form: 'binary', corpus: goldenBytes('wire', 'prefixedList', 'batch'), decode: (bytes) => splitPrefixed(bytes, 10_000), encode: joinPrefixed }),
  target({ decoder: 'codec/json parseCanonicalJson', form: 'json', corpus: goldenBytes('trees', 'genesisDocument'), decode: parseCanonicalJson, encode: canonicalJson }),
  target({ decoder: 'codec/strict-json parseStrictJson', form: 'json', corpus: goldenBytes('trees', 'genesisDocument'), decode: (bytes) => parseStrictJson(Buffer.from(bytes).toString('utf8')) }),
  target({ decoder: 'protocol/check-genesis parseGenesis', form: 'json', corpus: goldenBytes('trees', 'genesisDocument'), decode: parseGenesis, encode: encodeGenesis, refuses: isRefusal }),
  target({ decoder: 'protocol/decoded-transaction decodeTransaction', form: 'binary', corpus: goldenBytes('encodings', 'transaction', 'openTransaction'), decode: codec.decodeTransaction, encode: (it) => codec.sealTransaction(it).bytes }),
  target({ decoder: 'protocol/decoded-transaction decodeOwnTransaction', form: 'binary', corpus: goldenBytes('encodings', 'transaction', 'openTransaction'), decode: decodeOwnTransaction, encode: (it) => codec.sealTransaction(it).bytes }),
  target({ decoder: 'protocol/encode-output decodeOutput', form: 'binary', corpus: goldenBytes('encodings', 'output'), decode: codec.decodeOutput, encode: codec.encodeOutput }),
  target({ decoder: 'protocol/module-lock readModuleLock', form: 'json', corpus: LOCKS, decode: (bytes) => readModuleLock(bytes) ?? refuse('LOCK_NOT_ACCEPTED'), encode: lock, refuses: isRefusal }),
  target({ decoder: 'ledger/held-outputs decodeHeld', form: 'binary', corpus: [encodeHeld({ owned: 1, shared: 258 })], decode: (bytes) => decodeHeld(bytes), encode: encodeHeld }),
  target({ decoder: 'protocol/encode-block decodeHeader', form: 'binary', corpus: goldenBytes('encodings', 'header', 'workHeader'), decode: codec.decodeHeader, encode: codec.encodeHeader }),
  target({ decoder: 'protocol/encode-block decodeOwnHeader', form: 'binary', corpus: goldenBytes('encodings', 'header', 'workHeader'), decode: decodeOwnHeader, encode: codec.encodeHeader }),
  target({ decoder: 'protocol/encode-block decodeBlock', form: 'binary', corpus: [...goldenBytes('encodings', 'block'), ...goldenBytes('trees', 'genesisBlock')], decode: (bytes) => codec.decodeBlock(bytes), encode: (it) => codec.sealBlock(it.header, it.transactions).bytes }),
  target({ decoder: 'protocol/encode-result decodeResult', form: 'binary', corpus: goldenBytes('encodings', 'accepted', 'refused'), decode: codec.decodeResult, encode: codec.encodeResult }),
  target({ decoder: 'protocol/encode-result decodeBlockResult', form: 'binary', corpus: goldenBytes('encodings', 'blockResult'), decode: codec.decodeBlockResult, encode: codec.encodeBlockResult }),
  target({ decoder: 'protocol/encode-vote decodeVote', form: 'binary', corpus: goldenBytes('encodings', 'vote', 'nullify', 'blsVote'), decode: codec.decodeVote, encode: codec.encodeVote }),
  target({ decoder: 'protocol/restart-certificate decodeRestartCertificate', form: 'binary', corpus: goldenBytes('encodings', 'restartCertificate'), decode: decodeRestartCertificate, encode: encodeRestartCertificate }),
  target({ decoder: 'protocol/finality-proof decodeFinalityProof', form: 'binary', corpus: goldenBytes('encodings', 'certificate', 'restartCertificate'), decode: decodeFinalityProof, encode: encodeFinalityProof }),
  target({ decoder: 'protocol/encode-vote decodeCertificate', form: 'binary', corpus: goldenBytes('encodings', 'certificate', 'blsCertificate'), decode: codec.decodeCertificate, encode: codec.encodeCertificate }),
  target({ decoder: 'protocol/signers readSigners', form: 'binary', corpus: [Uint8Array.of(0xff, 0x0f), Uint8Array.of(1, 0)], decode: (bytes) => readSigners(bytes, SEATS), encode: (seats) => writeSigners(seats, SEATS) }),
  target({ decoder: 'protocol/committee decodeCommittee', form: 'binary', corpus: goldenBytes('encodings', 'committee', 'blsCommittee'), decode: codec.decodeCommittee, encode: codec.encodeCommittee }),
  target({ decoder: 'state/proof decodeStateProof', form: 'binary', corpus: goldenBytes('trees', 'proofOfPresence', 'proofOfAbsence'), decode: decodeStateProof, encode: encodeStateProof }),
];
