import { sign, type KeyPair } from '../crypto/sign';
import type { Hash } from '../primitives/bytes';
import { compareBytes } from '../primitives/bytes';
import { encodeBody, sealTransaction } from './codec';
import { transactionId, transactionSigningBytes } from './ids';
import type { SealedTransaction, TransactionBody } from './transaction';

/** Signs a body for one chain with each of these keys (each key once). */
export function signTransaction(chainId: Hash, body: TransactionBody, keyPairs: readonly KeyPair[]): SealedTransaction {
  const message = transactionSigningBytes(chainId, transactionId(encodeBody(body)));
  const signatures = keyPairs.map((keyPair) => ({ publicKey: keyPair.publicKey, signature: sign(message, keyPair) }));
  return sealTransaction({ body, signatures: signatures.sort((a, b) => compareBytes(a.publicKey, b.publicKey)) });
}
