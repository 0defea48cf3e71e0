import { verifyMerklePath } from '../crypto/merkle';
import { verify } from '../crypto/sign';
import { equalBytes } from '../primitives/bytes';
import type { GenesisDocument } from './genesis';
import { transactionSigningBytes } from './ids';
import { receiptInvalid } from './read-evidence';
import { readReceipt, type ReadReceipt } from './read-receipt';
import { checkCertifiedHeaders, trustInGenesis, type CertifiedBy, type CommitteeTrust } from './verify-certified';

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
  if (!equalBytes(receipt.chainId, trust.chainId)) receiptInvalid('chainId', 'the receipt is from another chain than the genesis document');
  checkSignatures(receipt);
  checkResult(receipt);
  checkInclusion(receipt);
  return { ...receipt, ...checkCertifiedHeaders(receipt, trust) };
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
