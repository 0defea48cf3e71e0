import type { Bytes, Hash } from '../primitives/bytes';
import { decodeResult, decodeTransaction } from './codec';
import { bytes, CERTIFIED_FIELDS, decoded, exactFields, list, place, readCertified, receiptInvalid, type ReadCertified } from './read-evidence';
import type { TransactionResult } from './result';
import type { SealedTransaction } from './transaction';
import { readWork, WORK_FIELDS, type ReadWork } from './pow/read-work';

/** What a receipt says of its transaction, decoded. Nothing about it is proved yet. */
export interface ReadRecorded {
  readonly transaction: SealedTransaction;
  readonly result: TransactionResult;
  readonly resultBytes: Bytes;
  readonly index: number;
  readonly transactionPath: readonly Hash[];
  readonly resultPath: readonly Hash[];
}
export interface ReadReceipt extends ReadRecorded, ReadCertified {}
export interface ReadWorkReceipt extends ReadRecorded, ReadWork {}

const RECORDED_FIELDS = ['format', 'transaction', 'result', 'index', 'transactionPath', 'resultPath'];
/** More siblings than a tree of the largest block has. */
const PATH_MAX = 32;

/** @param value parsed JSON of a receipt. @throws Refusal RECEIPT_INVALID {field, reason} unless it has exactly a receipt's fields and encodings. */
export function readReceipt(value: unknown): ReadReceipt {
  const given = exactFields(value, '', [...RECORDED_FIELDS, ...CERTIFIED_FIELDS]);
  if (given.format !== 'bystack-receipt/1') receiptInvalid('format', 'it is no receipt of the form bystack-receipt/1');
  return { ...readRecorded(given), ...readCertified(given) };
}

/** The same of a chain of proof of work. */
export function readWorkReceipt(value: unknown): ReadWorkReceipt {
  const given = exactFields(value, '', [...RECORDED_FIELDS, ...WORK_FIELDS]);
  if (given.format !== 'bystack-work-receipt/1') receiptInvalid('format', 'it is no receipt of the form bystack-work-receipt/1');
  return { ...readRecorded(given), ...readWork(given) };
}

function readRecorded(given: Readonly<Record<string, unknown>>): ReadRecorded {
  const resultBytes = bytes(given.result, 'result');
  return {
    transaction: decoded('transaction', decodeTransaction, bytes(given.transaction, 'transaction')),
    result: decoded('result', decodeResult, resultBytes),
    resultBytes,
    index: place(given.index, 'index', 'must be a place in a block'),
    transactionPath: list(given.transactionPath, 'transactionPath', PATH_MAX).map((item, i) => bytes(item, `transactionPath/${i}`, 32)),
    resultPath: list(given.resultPath, 'resultPath', PATH_MAX).map((item, i) => bytes(item, `resultPath/${i}`, 32)),
  };
}
