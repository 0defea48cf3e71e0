import { verifyMerklePath } from '../crypto/merkle';
import { verify } from '../crypto/sign';
import type { Hash } from '../primitives/bytes';
import { equalBytes } from '../primitives/bytes';
import type { GenesisDocument } from './genesis';
import { transactionSigningBytes } from './ids';
import { receiptInvalid, type ReadHeader } from './read-evidence';
import { readReceipt, readWorkReceipt, type ReadReceipt, type ReadRecorded, type ReadWorkReceipt } from './read-receipt';
import { checkCertifiedHeaders, trustInGenesis, type CertifiedBy, type CommitteeTrust } from './verify-certified';
import { checkChainOfWork, type Buried, type WorkTrust } from './pow/chain-of-work';

/** What a receipt proved. Every part was derived from checked bytes. */
export interface VerifiedReceipt extends ReadReceipt, CertifiedBy {}

/**
 * Checks a receipt with nothing but a genesis document that the caller trusts (and has checked: `parseGenesis`).
 * @param value parsed JSON
 * @throws Refusal RECEIPT_INVALID {field, reason}: the first check that fails, in the order of this function.
 */
export function verifyReceipt(value: unknown, genesis: GenesisDocument): VerifiedReceipt {
  return verifyReceiptBy(value, trustInGenesis(genesis));
}

/** The same for whoever trusts certain committees: a light client. */
export function verifyReceiptBy(value: unknown, trust: CommitteeTrust): VerifiedReceipt {
  const receipt = readReceipt(value);
  checkRecorded(receipt, receipt.headers[0], trust.chainId);
  return { ...receipt, ...checkCertifiedHeaders(receipt, trust) };
}

/** What a receipt of work proved. */
export interface VerifiedWorkReceipt extends ReadWorkReceipt, Buried {}

/** Checks a receipt of a chain of proof of work. @throws Refusal RECEIPT_INVALID {field, reason}, in the same order. */
export function verifyWorkReceipt(value: unknown, trust: WorkTrust): VerifiedWorkReceipt {
  const receipt = readWorkReceipt(value);
  checkRecorded(receipt, receipt.headers[receipt.blockAt], trust.chainId);
  return { ...receipt, ...checkChainOfWork(receipt, trust) };
}

type Recorded = ReadRecorded & { readonly chainId: Hash };

/** Checks that the transaction and its result lie in a block of the chain, whatever makes that block final. */
function checkRecorded(receipt: Recorded, block: ReadHeader | undefined, chainId: Hash): void {
  if (!equalBytes(receipt.chainId, chainId)) receiptInvalid('chainId', 'the receipt is from another chain than the genesis document');
  checkSignatures(receipt);
  checkResult(receipt);
  checkInclusion(receipt, block ?? receiptInvalid('headers', 'the header of the block is missing'));
}

/** The committee checked them too; checking them again shows who signed without trusting the committee. */
function checkSignatures({ transaction, chainId }: Recorded): void {
  const message = transactionSigningBytes(chainId, transaction.txId);
  const good = transaction.signatures.every(({ publicKey, signature }) => verify(signature, message, publicKey));
  if (!good) receiptInvalid('transaction', 'a signature of the transaction does not hold');
}

function checkResult({ result, transaction }: Recorded): void {
  if (!equalBytes(result.txId, transaction.txId)) receiptInvalid('result', 'the result is of another transaction');
}

function checkInclusion(receipt: Recorded, { header }: ReadHeader): void {
  const { index, transaction, transactionPath, resultBytes, resultPath } = receipt;
  const { transactionCount, transactionsRoot, resultsRoot } = header;
  if (index >= transactionCount) receiptInvalid('index', `the block has ${transactionCount} transactions`);
  if (!verifyMerklePath(transaction.bytes, index, transactionCount, transactionPath, transactionsRoot)) {
    receiptInvalid('transactionPath', "the path does not lead from the transaction to the block's transactions root");
  }
  // The block's own result is one more leaf, after those of the transactions.
  if (!verifyMerklePath(resultBytes, index, transactionCount + 1, resultPath, resultsRoot)) {
    receiptInvalid('resultPath', "the path does not lead from the result to the block's results root");
  }
}
