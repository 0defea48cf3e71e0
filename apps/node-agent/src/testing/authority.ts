import 'reflect-metadata';
import { createHash, webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Pkcs10CertificateRequest,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  cryptoProvider,
  type X509Certificate,
} from '@peculiar/x509';
import { CONTROL_PLANE_NAME } from '../sync/pinned';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
type KeyPair = Awaited<ReturnType<typeof newKeys>>;

function newKeys() {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

/** A certificate authority as a control plane has one. */
export class TestAuthority {
  private constructor(
    private readonly keys: KeyPair,
    private readonly own: X509Certificate,
  ) {}

  static async create(): Promise<TestAuthority> {
    cryptoProvider.set(webcrypto);
    const keys = await newKeys();
    const own = await X509CertificateGenerator.createSelfSigned({ name: 'CN=test authority', keys, signingAlgorithm: algorithm, extensions: [new BasicConstraintsExtension(true, 1, true)] });
    return new TestAuthority(keys, own);
  }

  get pem(): string {
    return this.own.toString('pem');
  }
  get fingerprint(): string {
    return createHash('sha256').update(Buffer.from(this.own.rawData)).digest('hex');
  }

  /** Key and certificate chain (PEM) of a server: of a control plane, or of a host that pretends to be one. */
  async server(as: 'control-plane' | 'host' = 'control-plane'): Promise<{ readonly key: string; readonly cert: string }> {
    const keys = await newKeys();
    const usage = as === 'host' ? ExtendedKeyUsage.clientAuth : ExtendedKeyUsage.serverAuth;
    const names = as === 'host' ? [] : [new SubjectAlternativeNameExtension([{ type: 'dns', value: CONTROL_PLANE_NAME }])];
    const cert = await this.issue('CN=server', keys.publicKey, usage, 60_000, names);
    const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
    return { key: PemConverter.encode(pkcs8, 'PRIVATE KEY'), cert: `${cert}\n${this.pem}` };
  }

  async host(csrPem: string, hostId: string, livesMs: number): Promise<string> {
    const request = new Pkcs10CertificateRequest(csrPem);
    if (!(await request.verify())) throw new Error('the request is not signed by its own key');
    return this.issue(`CN=${hostId}`, await request.publicKey.export(), ExtendedKeyUsage.clientAuth, livesMs, []);
  }

  private async issue(subject: string, publicKey: KeyPair['publicKey'], usage: ExtendedKeyUsage, livesMs: number, extensions: readonly SubjectAlternativeNameExtension[]): Promise<string> {
    const certificate = await X509CertificateGenerator.create({
      ...{ subject, issuer: this.own.subject, publicKey, signingKey: this.keys.privateKey, signingAlgorithm: algorithm },
      notBefore: new Date(Date.now() - 2000),
      notAfter: new Date(Date.now() + livesMs),
      extensions: [new ExtendedKeyUsageExtension([usage]), ...extensions],
    });
    return certificate.toString('pem');
  }
}
