import { request } from 'node:https';
import type { EnrolAnswer, HostFacts, JoinToken, Problem } from '@bystack/api';
import type { Identity, IdentityStore } from './identity';
import { JoinRefused } from './join-token';
import { CONTROL_PLANE_NAME, fetchPinnedAuthority } from './pinned';

const TIMEOUT_MS = 20_000;
const ANSWER_BYTES_MAX = 1 << 20;

/**
 * Buys the first certificate with a join token. May be repeated after dying anywhere: (1) the key is on disk before it is used,
 * (2) the same token with the same key is answered again, (3) the identity is kept in one write.
 * @throws JoinRefused when the token is not good (any more).
 */
export async function enrol(store: IdentityStore, token: JoinToken, facts: HostFacts): Promise<Identity> {
  const { certificateRequest, newPrivateKey } = await import('./request-certificate');
  const keyPem = store.readNextKey() ?? keepKey(store, newPrivateKey()); // 1
  const caPem = await fetchPinnedAuthority(token.url, token.caFingerprint);
  const csrPem = await certificateRequest(keyPem);
  const answer = await post(`${token.url}/agent/v1/enrol`, { secret: token.secret, csrPem, facts }, { ca: caPem }); // 2
  return keep(store, { url: token.url, caFingerprint: token.caFingerprint, caPem, keyPem, hostId: answer.hostId, certificatePem: answer.certificatePem }); // 3
}

/** Swaps the certificate for a younger one, with a new key. */
export async function renew(store: IdentityStore, identity: Identity): Promise<Identity> {
  const { certificateRequest, newPrivateKey } = await import('./request-certificate');
  const keyPem = store.readNextKey() ?? keepKey(store, newPrivateKey());
  const csrPem = await certificateRequest(keyPem);
  const answer = await post(`${identity.url}/agent/v1/renew`, { csrPem }, { ca: identity.caPem, cert: identity.certificatePem, key: identity.keyPem });
  return keep(store, { ...identity, keyPem, certificatePem: answer.certificatePem });
}

function keepKey(store: IdentityStore, pem: string): string {
  store.writeNextKey(pem);
  return pem;
}

function keep(store: IdentityStore, identity: Identity): Identity {
  store.write(identity);
  store.writeNextKey('');
  return identity;
}

function post(url: string, body: unknown, credentials: { readonly ca: string; readonly cert?: string; readonly key?: string }): Promise<EnrolAnswer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, {
      ...credentials,
      method: 'POST',
      servername: CONTROL_PLANE_NAME,
      minVersion: 'TLSv1.3',
      agent: false,
      timeout: TIMEOUT_MS,
      headers: { 'content-type': 'application/json' },
    });
    asked.once('timeout', () => asked.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
    asked.once('error', reject);
    asked.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if (chunks.reduce((sum, part) => sum + part.length, 0) > ANSWER_BYTES_MAX) asked.destroy(new Error('the answer is too large'));
      });
      response.once('error', reject);
      response.once('end', () => {
        try {
          resolve(readAnswer(response.statusCode ?? 0, Buffer.concat(chunks).toString('utf8')));
        } catch (error) {
          reject(error as Error);
        }
      });
    });
    asked.end(JSON.stringify(body));
  });
}

function readAnswer(status: number, text: string): EnrolAnswer {
  if (status === 401 || status === 403) throw new JoinRefused(`The control plane refused: ${problemOf(text)}`);
  if (status < 200 || status > 299) throw new Error(`the control plane answered ${status}: ${problemOf(text)}`);
  const answer = JSON.parse(text) as Partial<EnrolAnswer>;
  if (typeof answer.hostId !== 'string' || typeof answer.certificatePem !== 'string') throw new Error('the control plane answered without a certificate');
  return answer as EnrolAnswer;
}

function problemOf(text: string): string {
  try {
    return (JSON.parse(text) as Problem).detail;
  } catch {
    return text.slice(0, 200);
  }
}
