import { X509Certificate } from 'node:crypto';
import { connect, type DetailedPeerCertificate } from 'node:tls';
import { fingerprintOf } from './identity';

/** What the control plane's certificate must be made out to. Hosts' certificates come from the same authority and never carry it. */
export const CONTROL_PLANE_NAME = 'control-plane.bystack';

const TIMEOUT_MS = 10_000;

/** The world may be wrong or somebody sits in between; either way nothing secret was said. */
class NotTheControlPlane extends Error {}

/**
 * Asks the server for its certificate chain, saying nothing, and finds the authority whose fingerprint is known from the join token.
 * @returns the authority's certificate (PEM), which every later connection is verified against.
 */
export async function fetchPinnedAuthority(url: string, caFingerprint: string): Promise<string> {
  const chain = await fetchChain(url);
  const authority = chain.find((der) => fingerprintOf(der) === caFingerprint);
  if (!authority) throw new NotTheControlPlane(`The server at ${url} is not the control plane that gave the join token: its certificate authority is another one.`);
  return new X509Certificate(authority).toString();
}

function fetchChain(url: string): Promise<Buffer[]> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port || 443), servername: CONTROL_PLANE_NAME, rejectUnauthorized: false, minVersion: 'TLSv1.3' });
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error(`no TLS answer from ${url} within ${TIMEOUT_MS} ms`)));
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      resolve(chainOf(socket.getPeerCertificate(true)));
      socket.destroy();
    });
  });
}

/** The last certificate of a chain names itself as issuer. */
function chainOf(leaf: DetailedPeerCertificate): Buffer[] {
  const chain: Buffer[] = [];
  let at: DetailedPeerCertificate | undefined = leaf;
  while (at?.raw && !holds(chain, at.raw)) {
    chain.push(at.raw);
    at = at.issuerCertificate;
  }
  return chain;
}

function holds(chain: readonly Buffer[], der: Buffer): boolean {
  return chain.some((other) => other.equals(der));
}
