import { canonicalJson } from '../codec/json';
import { keyPairFromSeed } from '../crypto/sign';
import type { KeyPair } from '../crypto/sign';
import type { Bytes, Hash } from '../primitives/bytes';
import { encodeOutput } from '../protocol/codec';
import { assetId } from '../protocol/ids';
import { signTransaction } from '../protocol/sign-transaction';
import type { AssetDefinition, Output, SealedTransaction } from '../protocol/transaction';

const WINDOW_MS = 60_000;
/** A transfer spends an output, so it may be signed long ahead. */
const TRANSFER_WINDOW_MS = 12 * 3_600_000;

/** Makes transactions of one key on one chain: an issue of many coins, and transfers of or payments from each. For tests and benches. */
export class Coins {
  readonly #chainId: Hash;
  readonly #keys: KeyPair;
  readonly #definition: AssetDefinition;
  readonly #assetId: Hash;
  #salt = 0;

  constructor(options: { readonly chainId: Hash; readonly seed: Bytes }) {
    this.#chainId = options.chainId;
    this.#keys = keyPairFromSeed(options.seed);
    this.#definition = { issuer: { kind: 'keys', threshold: 1, keys: [this.#keys.publicKey] }, document: canonicalJson({ name: 'coin' }) };
    this.#assetId = assetId(this.#definition);
  }

  /** One output for each coin. */
  issue(coins: number, nowMs: number, amountEach = 1n): SealedTransaction {
    const outputs = Array.from({ length: coins }, () => this.#output(amountEach));
    return this.#sign({ inputs: [{ kind: 'issue', definition: this.#definition, amount: BigInt(coins) * amountEach }], outputs }, nowMs, WINDOW_MS);
  }

  /** Hands the coin made by output `index` of a transaction on (to the same key, as output 0 of the new one). */
  transfer(txId: Hash, index: number, nowMs: number): SealedTransaction {
    return this.#sign({ inputs: [{ kind: 'spend', outPoint: { txId, index } }], outputs: [this.#output(1n)] }, nowMs, TRANSFER_WINDOW_MS);
  }

  /** Pays one unit (output 1) out of a coin of `amount` and keeps the rest (output 0). */
  pay(txId: Hash, index: number, amount: bigint, nowMs: number): SealedTransaction {
    return this.#sign({ inputs: [{ kind: 'spend', outPoint: { txId, index } }], outputs: [this.#output(amount - 1n), this.#output(1n)] }, nowMs, TRANSFER_WINDOW_MS);
  }

  /** A coin of this key as it lies in the state. */
  encodedCoin(amount: bigint): Bytes {
    return encodeOutput(this.#output(amount));
  }

  #output(amount: bigint): Output {
    return { assetId: this.#assetId, value: { kind: 'amount', amount }, lock: this.#definition.issuer };
  }

  #sign(parts: Pick<SealedTransaction['body'], 'inputs' | 'outputs'>, nowMs: number, windowMs: number): SealedTransaction {
    this.#salt += 1;
    return signTransaction(this.#chainId, { validFromMs: nowMs - WINDOW_MS, validUntilMs: nowMs + windowMs, salt: this.#salt, calls: [], ...parts }, [this.#keys]);
  }
}
