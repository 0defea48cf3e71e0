import { sign, type KeyPair } from '@bystack/chain-core/crypto/sign';
import { compareBytes } from '@bystack/chain-core/primitives/bytes';
import { sealTransaction } from '@bystack/chain-core/protocol/codec';
import { transactionSigningBytes } from '@bystack/chain-core/protocol/ids';
import type { SealedTransaction, TransactionBody } from '@bystack/chain-core/protocol/transaction';

/** Signs for exactly one chain: the same body is worth nothing on another one. @param chainId 32 bytes */
export function signTransaction(body: TransactionBody, chainId: Uint8Array, keys: readonly KeyPair[]): SealedTransaction {
  const { txId } = sealTransaction({ body, signatures: [] });
  const message = transactionSigningBytes(chainId, txId);
  const ascending = [...keys].sort((a, b) => compareBytes(a.publicKey, b.publicKey));
  return sealTransaction({ body, signatures: ascending.map((key) => ({ publicKey: key.publicKey, signature: sign(message, key) })) });
}
