import type { Bytes, Hash } from '../primitives/bytes';
import { decodeResult, decodeTransaction } from './codec';
import { bytes, CERTIFIED_FIELDS, decoded, exactFields, list, readCertified, receiptInvalid, type ReadCertified } from './read-evidence';
import type { TransactionResult } from './result';
import type { SealedTransaction } from './transaction';

/** A receipt's parts, decoded. Nothing about them is proved yet. */
export interface ReadReceipt extends ReadCertified {
  readonly transaction: SealedTransaction;
  readonly result: TransactionResult;
  readonly resultBytes: Bytes;
  readonly index: number;
  readonly transactionPath: readonly Hash[];
  readonly resultPath: readonly Hash[];
}

const FIELDS = ['format', 'transaction', 'result', 'index', 'transactionPath', 'resultPath', ...CERTIFIED_FIELDS];
/** More siblings than a tree of the largest block has. */
const PATH_MAX = 32;

/** @param value parsed JSON of a receipt. @throws Refusal RECEIPT_INVALID {field, reason} unless it has exactly a receipt's fields and encodings. */
export function readReceipt(value: unknown): ReadReceipt {
  const given = exactFields(value, '', FIELDS);
  if (given.format !== 'bystack-receipt/1') receiptInvalid('format', 'it is no receipt of the form bystack-receipt/1');
  const resultBytes = bytes(given.result, 'result');
  return {
    transaction: decoded('transaction', decodeTransaction, bytes(given.transaction, 'transaction')),
    result: decoded('result', decodeResult, resultBytes),
    resultBytes,
    index: position(given.index),
    transactionPath: list(given.transactionPath, 'transactionPath', PATH_MAX).map((item, i) => bytes(item, `transactionPath/${i}`, 32)),
    resultPath: list(given.resultPath, 'resultPath', PATH_MAX).map((item, i) => bytes(item, `resultPath/${i}`, 32)),
    ...readCertified(given),
  };
}

function position(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) return receiptInvalid('index', 'must be a place in a block');
  return value;
}
