import { createHash, webcrypto } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  Pkcs10CertificateRequest,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
  type JsonGeneralNames,
  type X509CertificateCreateParams,
} from '@peculiar/x509';
import { BACKDATED_MS, KEY, serialNumber, SIGNING } from '../../platform/certificates';
import { SecretFiles, SETTINGS, type Settings } from '../../platform/config';
import { fail } from '../../platform/errors';
import { HOST_LIMITS } from './limits';
import { makeAuthority } from './make-authority';

/** The name agents expect, whatever address they dial. */
export const SERVER_NAME = 'control-plane.bystack';

export interface IssuedCertificate {
  readonly pem: string;
  readonly serial: string;
  readonly expiresAtMs: number;
}
interface Identity {
  readonly certificate: X509Certificate;
  readonly privateKey: webcrypto.CryptoKey;
}

/** The installation's own certificate authority: it vouches for the agent port and for every host, and for nothing else. */
@Injectable()
export class Authority {
  #identity: Promise<Identity> | undefined;

  constructor(
    private readonly files: SecretFiles,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async pem(): Promise<string> {
    return (await this.#ca()).certificate.toString('pem');
  }

  /** Lower-case hex SHA-256 of the CA certificate: what a join token pins. */
  async fingerprint(): Promise<string> {
    return createHash('sha256')
      .update(Buffer.from((await this.#ca()).certificate.rawData))
      .digest('hex');
  }

  /** A fresh key and certificate for the agent port, followed by the CA's own, so that agents can find the pinned one. */
  async serverCredentials(): Promise<{ readonly key: string; readonly cert: string }> {
    const keys = await webcrypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
    const host = this.settings.agentUrl ? new URL(this.settings.agentUrl).hostname : this.settings.agentHost;
    const names: JsonGeneralNames = [...new Set([SERVER_NAME, 'localhost', '127.0.0.1', host])].map((value) =>
      isAddress(value) ? { type: 'ip', value } : { type: 'dns', value },
    );
    const { pem } = await this.#issue(`CN=${SERVER_NAME}`, keys.publicKey, HOST_LIMITS.serverCertificateMs, ExtendedKeyUsage.serverAuth, [
      new SubjectAlternativeNameExtension(names),
    ]);
    const key = PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
    return { key, cert: `${pem}\n${await this.pem()}` };
  }

  /** Checks that the asker holds the key it asks for. The subject it wrote does not matter. */
  async readRequest(csrPem: string): Promise<{ readonly request: Pkcs10CertificateRequest; readonly publicKeyHash: string }> {
    try {
      const request = new Pkcs10CertificateRequest(csrPem);
      if (!(await request.verify())) throw new Error('signature');
      return { request, publicKeyHash: createHash('sha256').update(Buffer.from(request.publicKey.rawData)).digest('hex') };
    } catch {
      return fail('INVALID_REQUEST', { field: '/csrPem' });
    }
  }

  issueToHost(hostId: string, request: Pkcs10CertificateRequest): Promise<IssuedCertificate> {
    return this.#issue(`CN=${hostId}`, request.publicKey, HOST_LIMITS.hostCertificateMs, ExtendedKeyUsage.clientAuth, []);
  }

  async #issue(
    subject: string,
    publicKey: X509CertificateCreateParams['publicKey'],
    lifeMs: number,
    usage: ExtendedKeyUsage,
    more: SubjectAlternativeNameExtension[],
  ): Promise<IssuedCertificate> {
    const ca = await this.#ca();
    const serial = serialNumber();
    const expiresAtMs = Date.now() + lifeMs;
    const certificate = await X509CertificateGenerator.create({
      serialNumber: serial,
      subject,
      issuer: ca.certificate.subject,
      publicKey,
      signingKey: ca.privateKey,
      signingAlgorithm: SIGNING,
      notBefore: new Date(Date.now() - BACKDATED_MS),
      notAfter: new Date(expiresAtMs),
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([usage], true),
        await AuthorityKeyIdentifierExtension.create(ca.certificate, false),
        ...more,
      ],
    });
    return { pem: certificate.toString('pem'), serial, expiresAtMs };
  }

  #ca(): Promise<Identity> {
    return (this.#identity ??= this.#open());
  }

  /** Key and certificate are one file: one cannot be there without the other. */
  async #open(): Promise<Identity> {
    const made = await makeAuthority();
    const text = this.files.once('ca.pem', () => Buffer.from(made)).toString('utf8');
    const [key] = PemConverter.decodeWithHeaders(text).filter(({ type }) => type === 'PRIVATE KEY');
    const [certificate] = PemConverter.decodeWithHeaders(text).filter(({ type }) => type === 'CERTIFICATE');
    return {
      certificate: new X509Certificate(certificate.rawData),
      privateKey: await webcrypto.subtle.importKey('pkcs8', key.rawData, KEY, false, ['sign']),
    };
  }
}

function isAddress(name: string): boolean {
  return /^[\d.]+$/.test(name) || name.includes(':');
}
