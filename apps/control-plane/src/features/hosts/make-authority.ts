import { randomBytes } from 'node:crypto';
import { PemConverter } from '@peculiar/x509';
import { selfSigned } from '../../platform/certificates';
import { HOST_LIMITS } from './limits';

/** A fresh key and its self-signed certificate, as one PEM text. */
export async function makeAuthority(): Promise<string> {
  const { certificate, privateKey } = await selfSigned(`CN=Bystack installation ${randomBytes(4).toString('hex')}`, HOST_LIMITS.caYears);
  return `${PemConverter.encode(privateKey, 'PRIVATE KEY')}\n${certificate.toString('pem')}\n`;
}
