import { verifyMerklePath } from '../crypto/merkle';
import { verify } from '../crypto/sign';
import type { Hash } from '../primitives/bytes';
import { equalBytes } from '../primitives/bytes';
import { committeeHash, genesisCommittee, quorumOf } from './committee';
import { encodeGenesis } from './check-genesis';
import { hash } from '../crypto/hash';
import type { GenesisDocument } from './genesis';
import { transactionSigningBytes } from './ids';
import { PROTOCOL_VERSION } from './limits';
import { readReceipt, receiptInvalid, type ReadHeader, type ReadReceipt } from './read-receipt';
import { readSigners } from './signers';
import { certificateFault, type CertificateFault } from './verify-certificate';
import type { Certificate, Committee } from './vote';

/** What a receipt proved. Every part was derived from checked bytes. */
export interface VerifiedReceipt extends ReadReceipt {
  /** The committee that signed the certificate, its seats that did, and how many had to. */
  readonly committee: Committee;
  readonly signers: readonly number[];
  readonly quorum: number;
}

/**
 * Checks a receipt with nothing but a genesis document that the caller trusts (and has checked: `parseGenesis`).
 * @param value parsed JSON
 * @throws Refusal RECEIPT_INVALID {field, reason}: the first check that fails, in the order of this function.
 */
export function verifyReceipt(value: unknown, genesis: GenesisDocument): VerifiedReceipt {
  const receipt = readReceipt(value);
  const chainId = hash(encodeGenesis(genesis));
  if (!equalBytes(receipt.chainId, chainId)) receiptInvalid('chainId', 'the receipt is from another chain than the genesis document');
  checkSignatures(receipt);
  checkResult(receipt);
  checkInclusion(receipt);
  checkHeaders(receipt);
  const committee = followHandOvers(receipt, genesisCommittee(genesis));
  const last = receipt.headers[receipt.headers.length - 1]!;
  checkCertified(last, receipt.certificate, committee, chainId, 'certificate');
  return { ...receipt, committee, signers: readSigners(receipt.certificate.signers, committee.seats.length)!, quorum: quorumOf(committee.seats.length) };
}

/** The committee checked them too; checking them again shows who signed without trusting the committee. */
function checkSignatures({ transaction, chainId }: ReadReceipt): void {
  const message = transactionSigningBytes(chainId, transaction.txId);
  const good = transaction.signatures.every(({ publicKey, signature }) => verify(signature, message, publicKey));
  if (!good) receiptInvalid('transaction', 'a signature of the transaction does not hold');
}

function checkResult({ result, transaction }: ReadReceipt): void {
  if (!equalBytes(result.txId, transaction.txId)) receiptInvalid('result', 'the result is of another transaction');
}

function checkInclusion(receipt: ReadReceipt): void {
  const first = receipt.headers[0]?.header ?? receiptInvalid('headers', 'the header of the block is missing');
  const { index, transaction, transactionPath, resultBytes, resultPath } = receipt;
  const { transactionCount, transactionsRoot, resultsRoot } = first;
  if (index >= transactionCount) receiptInvalid('index', `the block has ${transactionCount} transactions`);
  if (!verifyMerklePath(transaction.bytes, index, transactionCount, transactionPath, transactionsRoot)) {
    receiptInvalid('transactionPath', "the path does not lead from the transaction to the block's transactions root");
  }
  // The block's own result is one more leaf, after those of the transactions.
  if (!verifyMerklePath(resultBytes, index, transactionCount + 1, resultPath, resultsRoot)) {
    receiptInvalid('resultPath', "the path does not lead from the result to the block's results root");
  }
}

/** Each header names the one before as its parent, so a certificate over the last one covers them all. */
function checkHeaders({ headers, chainId }: ReadReceipt): void {
  headers.forEach(({ header }, i) => {
    checkChain(header, chainId, `headers/${i}`);
    const before = headers[i - 1];
    if (before === undefined) return;
    if (!equalBytes(header.parentId, before.id)) receiptInvalid(`headers/${i}`, 'it is not a child of the header before it');
    if (header.height !== before.header.height + 1) receiptInvalid(`headers/${i}`, 'its height does not follow');
  });
}

function checkChain(header: ReadHeader['header'], chainId: Hash, field: string): void {
  if (header.protocolVersion < 1 || header.protocolVersion > PROTOCOL_VERSION) receiptInvalid(field, `protocol version ${header.protocolVersion} is not known`);
  if (!equalBytes(header.chainId, chainId)) receiptInvalid(field, 'the header is from another chain');
}

/** @returns the committee of the certificate's epoch: each one vouched for by the one before, the first by genesis. */
function followHandOvers({ handOvers, certificate, chainId }: ReadReceipt, first: Committee): Committee {
  if (handOvers.length !== certificate.epoch) receiptInvalid('handOvers', `there must be one for each of the ${certificate.epoch} committee changes, not ${handOvers.length}`);
  return handOvers.reduce((committee, handOver, i) => {
    const field = `handOvers/${i}`;
    checkChain(handOver.header, chainId, `${field}/header`);
    checkCertified(handOver, handOver.certificate, committee, chainId, `${field}/certificate`);
    if (handOver.committee.epoch !== committee.epoch + 1) receiptInvalid(`${field}/committee`, 'its epoch does not follow');
    if (!equalBytes(committeeHash(handOver.committee), handOver.header.nextCommitteeHash)) receiptInvalid(`${field}/committee`, 'it is not the committee that the header hands over to');
    return handOver.committee;
  }, first);
}

const FAULTS: Readonly<Record<CertificateFault, string>> = {
  WRONG_EPOCH: 'it is of another epoch than the committee',
  WRONG_SCHEME: 'it is not signed in the way that the committee signs',
  BAD_SIGNER_BITMAP: 'it names seats that the committee does not have',
  SIGNATURE_COUNT: 'it does not hold one signature for each seat it names',
  NO_QUORUM: 'too few seats signed',
  BAD_SIGNATURE: 'a signature does not hold',
};

function checkCertified({ header, id }: ReadHeader, certificate: Certificate, committee: Committee, chainId: Hash, field: string): void {
  if (certificate.kind !== 'finalise') receiptInvalid(field, 'it does not make a block final');
  if (!equalBytes(certificate.blockId, id)) receiptInvalid(field, 'it is of another block than the last header');
  if (header.epoch !== certificate.epoch || header.view !== certificate.view) receiptInvalid(field, 'it is of another epoch or view than the last header');
  if (!equalBytes(header.committeeHash, committeeHash(committee))) receiptInvalid(field, 'the header names another committee');
  const fault = certificateFault(certificate, committee, chainId);
  if (fault !== undefined) receiptInvalid(field, FAULTS[fault]);
}
