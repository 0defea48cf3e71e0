import { verify } from '../crypto/sign';
import type { Hash } from '../primitives/bytes';
import { transactionSigningBytes } from '../protocol/ids';
import type { SealedTransaction } from '../protocol/transaction';

/**
 * Verifies a transaction's signatures once. What is remembered is the object, not its id: an id does not cover signatures, so another
 * transaction with this id may carry bad ones. Blocks share objects with the mempool (see decodeBlock).
 */
export class SignatureVerifier {
  private readonly verified = new WeakSet<SealedTransaction>();

  constructor(private readonly chainId: Hash) {}

  verify(transaction: SealedTransaction): boolean {
    if (this.verified.has(transaction)) return true;
    const message = transactionSigningBytes(this.chainId, transaction.txId);
    for (const { signature, publicKey } of transaction.signatures) if (!verify(signature, message, publicKey)) return false;
    this.verified.add(transaction);
    return true;
  }

  /** For a worker that verified elsewhere. */
  markVerified(transaction: SealedTransaction): void {
    this.verified.add(transaction);
  }
}
