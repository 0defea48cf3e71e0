import { createHash, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { makeFolder, readJsonIfAny, readTextIfAny, writeFileAtomic, writeJsonAtomic } from '../files/atomic';

/** Who this host is to its control plane, and how it knows the control plane. */
export interface Identity {
  readonly url: string;
  readonly hostId: string;
  /** SHA-256 of the control plane's own certificate authority (DER, hex): from the join token, never changed afterwards. */
  readonly caFingerprint: string;
  readonly caPem: string;
  readonly certificatePem: string;
  /** Private key of the certificate, PKCS#8. */
  readonly keyPem: string;
}

/**
 * identity/ of the agent's data. identity.json holds everything that belongs together, so that a renewal swaps certificate and key at
 * once; next.key is a private key whose certificate was asked for but has not arrived.
 */
export class IdentityStore {
  private readonly file: string;
  private readonly nextKeyFile: string;

  constructor(folder: string) {
    makeFolder(folder);
    this.file = join(folder, 'identity.json');
    this.nextKeyFile = join(folder, 'next.key');
  }

  read(): Identity | undefined {
    return readJsonIfAny<Identity>(this.file);
  }

  write(identity: Identity): void {
    writeJsonAtomic(this.file, identity);
  }

  /** Kept before it is used, so that asking again after a crash asks with the same key, which the control plane answers again. */
  readNextKey(): string | undefined {
    return readTextIfAny(this.nextKeyFile) || undefined;
  }
  writeNextKey(pem: string): void {
    writeFileAtomic(this.nextKeyFile, pem);
  }
}

export function fingerprintOf(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex');
}

/** When to ask for a new certificate: after two thirds of its life. Milliseconds since 1970. */
export function renewAtMs(certificatePem: string): number {
  const { validFrom, validTo } = new X509Certificate(certificatePem);
  const from = Date.parse(validFrom);
  return from + ((Date.parse(validTo) - from) * 2) / 3;
}
