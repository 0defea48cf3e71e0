import { Injectable } from '@nestjs/common';
import sodium from 'sodium-native';
import { SecretFiles } from './secret-files';

/** Seals what must be in the database but not be readable from it. An interface of this shape can stand before a KMS. */
@Injectable()
export class Seal {
  readonly #key: Buffer;

  constructor(files: SecretFiles) {
    this.#key = files.key('seal.key');
  }

  /** @returns nonce and ciphertext. */
  close(plain: Uint8Array): Buffer {
    const sealed = Buffer.alloc(sodium.crypto_secretbox_NONCEBYTES + plain.length + sodium.crypto_secretbox_MACBYTES);
    const nonce = sealed.subarray(0, sodium.crypto_secretbox_NONCEBYTES);
    sodium.randombytes_buf(nonce);
    sodium.crypto_secretbox_easy(sealed.subarray(nonce.length), Buffer.from(plain), nonce, this.#key);
    return sealed;
  }

  /** Throws when the bytes were sealed with another key: the key file and the database do not belong together. */
  open(sealed: Buffer): Buffer {
    const plain = Buffer.alloc(Math.max(0, sealed.length - sodium.crypto_secretbox_NONCEBYTES - sodium.crypto_secretbox_MACBYTES));
    const nonce = sealed.subarray(0, sodium.crypto_secretbox_NONCEBYTES);
    if (!sodium.crypto_secretbox_open_easy(plain, sealed.subarray(nonce.length), nonce, this.#key)) {
      throw new Error('seal.key does not open what is in the database: restore the key file that belongs to it');
    }
    return plain;
  }
}
