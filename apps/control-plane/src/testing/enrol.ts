import 'reflect-metadata';
import { createHash, webcrypto } from 'node:crypto';
import { request } from 'node:https';
import type { TLSSocket, DetailedPeerCertificate } from 'node:tls';
import { Pkcs10CertificateRequestGenerator, PemConverter } from '@peculiar/x509';
import type { EnrolAnswer, HostFacts, JoinToken } from '@bystack/api';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export interface TestIdentity extends EnrolAnswer {
  readonly key: string;
  readonly token: JoinToken;
}

export const FACTS: HostFacts = {
  name: 'test',
  agentVersion: '0',
  runtime: 'process',
  platform: 'linux-x64',
  cpus: 2,
  memoryBytes: 1 << 30,
  diskFreeBytes: 1 << 30,
  nodesMax: 16,
  softwareVersions: ['0.1.0'],
};

/** Buys a certificate with a join token, as a real agent does: the server is recognised by the fingerprint in the token alone. */
export async function enrol(tokenText: string, facts: HostFacts = FACTS, keys?: webcrypto.CryptoKeyPair): Promise<TestIdentity> {
  const token = JSON.parse(Buffer.from(tokenText, 'base64url').toString('utf8')) as JoinToken;
  const pair = keys ?? (await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']));
  const csr = await Pkcs10CertificateRequestGenerator.create({ name: 'CN=somebody else', keys: pair, signingAlgorithm: ALGORITHM });
  const key = PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', pair.privateKey), 'PRIVATE KEY');
  const { status, body } = await post(
    `${token.url}/agent/v1/enrol`,
    { secret: token.secret, csrPem: csr.toString('pem'), facts },
    { fingerprint: token.caFingerprint },
  );
  if (status !== 200) throw new Error(`${status} ${(body as { code: string }).code}`);
  return { ...(body as EnrolAnswer), key, token };
}

export async function renew(identity: TestIdentity): Promise<{ status: number; identity: TestIdentity }> {
  const pair = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const csr = await Pkcs10CertificateRequestGenerator.create({ name: 'CN=x', keys: pair, signingAlgorithm: ALGORITHM });
  const { status, body } = await post(
    `${identity.token.url}/agent/v1/renew`,
    { csrPem: csr.toString('pem') },
    { fingerprint: identity.token.caFingerprint, cert: identity.certificatePem, key: identity.key },
  );
  const key = PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', pair.privateKey), 'PRIVATE KEY');
  return { status, identity: { ...identity, ...(body as EnrolAnswer), key } };
}

export function post(
  url: string,
  json: unknown,
  { fingerprint, cert, key }: { fingerprint: string; cert?: string; key?: string },
): Promise<{ status: number; body: unknown }> {
  return new Promise((settle, reject) => {
    const sent = request(
      url,
      {
        method: 'POST',
        rejectUnauthorized: false,
        minVersion: 'TLSv1.3',
        agent: false,
        cert,
        key,
        headers: { 'content-type': 'application/json' },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('end', () => settle({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) }));
      },
    );
    sent.once('socket', (socket) =>
      socket.once(
        'secureConnect',
        () => !presents(socket as TLSSocket, fingerprint) && sent.destroy(new Error('not the pinned authority')),
      ),
    );
    sent.once('error', reject).end(typeof json === 'string' ? json : JSON.stringify(json));
  });
}

function presents(socket: TLSSocket, fingerprint: string): boolean {
  let at: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  for (let depth = 0; at && depth < 4; depth += 1) {
    if (createHash('sha256').update(at.raw).digest('hex') === fingerprint) return true;
    at = at.issuerCertificate === at ? undefined : at.issuerCertificate;
  }
  return false;
}
