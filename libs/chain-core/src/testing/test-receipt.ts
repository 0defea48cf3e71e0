import { canonicalJson } from '../codec/json';
import { merkleRoot } from '../crypto/merkle';
import type { Bytes, Hash } from '../primitives/bytes';
import { toHex } from '../primitives/bytes';
import type { BlockHeader, SealedBlock } from '../protocol/block';
import type { CertificateSchemeName } from '../protocol/certificate-scheme';
import { encodeBlockResult, encodeCertificate, encodeCommittee, encodeResult, sealBlock } from '../protocol/codec';
import { committeeHash, genesisCommittee } from '../protocol/committee';
import { encodeGenesis } from '../protocol/check-genesis';
import { blockId, voteSigningBytes, ZERO_HASH } from '../protocol/ids';
import { makeReceipt } from '../protocol/make-receipt';
import type { HandOver, Receipt } from '../protocol/receipt';
import { signTransaction } from '../protocol/sign-transaction';
import type { SealedTransaction } from '../protocol/transaction';
import { writeSigners } from '../protocol/signers';
import { schemeOf } from '../protocol/verify-certificate';
import type { VotingKeyPair } from '../protocol/voting-keys';
import type { Certificate, Committee } from '../protocol/vote';
import { hash } from '../crypto/hash';
import { keyOf, votingKeyOf } from './keys';
import { testChain, TEST_TIME_MS, type TestChain } from './test-genesis';

export interface TestReceiptOptions {
  readonly chain?: TestChain;
  readonly transactions?: number;
  readonly index?: number;
  /** Blocks between the transaction's and the certified one. */
  readonly laterBlocks?: number;
  /** Committee changes before the block. */
  readonly handOvers?: number;
  /** Seats that sign (default: a quorum of the first ones). */
  readonly signers?: readonly number[];
  readonly refused?: boolean;
  /** Who certifies, instead of the committee of genesis. */
  readonly voters?: Voters;
}

export interface Voters {
  readonly committee: Committee;
  readonly keys: readonly VotingKeyPair[];
}

/** A receipt made by hand from real signatures and trees, with no node running. */
export function testReceipt(options: TestReceiptOptions = {}): { receipt: Receipt; chain: TestChain; genesisBytes: Bytes } {
  const { chain = testChain(), transactions = 5, index = 2, laterBlocks = 0, handOvers = 0, refused = false } = options;
  const genesisBytes = encodeGenesis(chain.genesis);
  const chainId = hash(genesisBytes);
  const { voters, made } = changeCommittees(chainId, options.voters ?? { committee: genesisCommittee(chain.genesis), keys: chain.votingKeys }, handOvers);
  const signers = options.signers ?? voters.keys.map((_, seat) => seat).slice(0, Math.ceil((voters.keys.length * 2 + 1) / 3));
  const { block, resultLeaves } = makeBlock(chainId, voters.committee, transactions, refused);
  const later = laterHeaders(block, laterBlocks);
  const last = later.at(-1) ?? { header: block.header, id: block.id };
  const certificate = certify(chainId, last.header, last.id, voters, signers);
  const parts = { block, resultLeaves, index, laterHeaders: later.map(({ bytes }) => bytes), certificate, handOvers: made };
  return { receipt: makeReceipt(parts), chain, genesisBytes };
}

/** Votes of these seats over one header, as a finality certificate. */
export function certify(chainId: Hash, header: BlockHeader, id: Hash, { committee, keys }: Voters, signers: readonly number[], kind: Certificate['kind'] = 'finalise'): Bytes {
  const subject = { kind, epoch: header.epoch, view: header.view, blockId: id };
  const message = voteSigningBytes(chainId, subject);
  const seats = committee.seats.length;
  const parts = signers.map((seat) => ({ scheme: committee.scheme, signers: writeSigners([seat], seats), proof: keys[seat]!.sign(message) }));
  return encodeCertificate({ ...subject, ...schemeOf(committee).combine(parts, seats) });
}

function makeBlock(chainId: Hash, committee: Committee, count: number, refused: boolean): { block: SealedBlock; resultLeaves: Bytes[] } {
  const transactions = Array.from({ length: count }, (_, i) => makeTransaction(chainId, i));
  const resultLeaves = [...transactions.map(({ txId }) => encodeResult(resultOf(txId, refused))), encodeBlockResult({ events: [], effects: [] })];
  const roots = { transactionsRoot: merkleRoot(transactions.map(({ bytes }) => bytes)), resultsRoot: merkleRoot(resultLeaves) };
  return { block: sealBlock({ ...header(chainId, committee), transactionCount: count, ...roots }, transactions), resultLeaves };
}

function resultOf(txId: Hash, refused: boolean) {
  if (refused) return { txId, outcome: { kind: 'refused' as const, call: 0, code: 'NOT_OWNER', facts: { parcelId: '7' } }, events: [], effects: [] };
  return { txId, outcome: { kind: 'accepted' as const }, events: [{ module: 'notes', name: 'written', data: canonicalJson({ number: 1 }) }], effects: [] };
}

function makeTransaction(chainId: Hash, number: number): SealedTransaction {
  const author = keyOf('author');
  const call = { module: 'notes', command: 'write', actor: author.publicKey, payload: canonicalJson({ number }) };
  const window = { validFromMs: TEST_TIME_MS, validUntilMs: TEST_TIME_MS + 60_000 };
  return signTransaction(chainId, { ...window, salt: number, inputs: [], outputs: [], calls: [call] }, [author]);
}

function header(chainId: Hash, committee: Committee): BlockHeader {
  const empty = { transactionCount: 0, transactionsRoot: merkleRoot([]), resultsRoot: merkleRoot([encodeBlockResult({ events: [], effects: [] })]), stateRoot: ZERO_HASH };
  const hashed = committeeHash(committee);
  const place = { protocolVersion: 1, chainId, height: 10 * (committee.epoch + 1), epoch: committee.epoch, view: 12 * (committee.epoch + 1), parentId: hash(chainId) };
  return { ...place, timeMs: TEST_TIME_MS + 1000, proposer: 1, ...empty, committeeHash: hashed, nextCommitteeHash: hashed };
}

function laterHeaders(block: SealedBlock, count: number) {
  const later: { header: BlockHeader; id: Hash; bytes: Bytes }[] = [];
  let parent = { header: block.header, id: block.id };
  for (let i = 0; i < count; i += 1) {
    const child = sealBlock({ ...parent.header, height: parent.header.height + 1, view: parent.header.view + 1, parentId: parent.id, transactionCount: 0 }, []);
    later.push({ header: child.header, id: child.id, bytes: child.headerBytes });
    parent = child;
  }
  return later;
}

/** Each epoch's last block names the next committee and is certified by the present one. */
function changeCommittees(chainId: Hash, first: Voters, count: number): { voters: Voters; made: HandOver[] } {
  const made: HandOver[] = [];
  let voters = first;
  for (let epoch = 1; epoch <= count; epoch += 1) {
    const next = newVoters(epoch, first.committee.scheme);
    const last = { ...header(chainId, voters.committee), nextCommitteeHash: committeeHash(next.committee) };
    const sealed = sealBlock(last, []);
    const certificate = certify(chainId, last, blockId(sealed.headerBytes), voters, [0, 1, 2]);
    made.push({ header: toHex(sealed.headerBytes), certificate: toHex(certificate), committee: toHex(encodeCommittee(next.committee)) });
    voters = next;
  }
  return { voters, made };
}

function newVoters(epoch: number, scheme: CertificateSchemeName): Voters {
  const keys = Array.from({ length: 4 }, (_, seat) => votingKeyOf(`voting of epoch ${epoch}, seat ${seat}`, scheme));
  const seats = keys.map(({ publicKey }, seat) => ({ votingKey: publicKey, nodeKey: keyOf(`node of epoch ${epoch}, seat ${seat}`).publicKey }));
  return { committee: { epoch, scheme, seats }, keys };
}
