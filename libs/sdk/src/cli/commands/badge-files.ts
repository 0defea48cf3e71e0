import { writeFileSync } from 'node:fs';
import type { BadgeView } from '@bystack/api';
import { toHex } from '@bystack/chain-core/primitives/bytes';
import { Refusal } from '@bystack/chain-core/primitives/refusal';
import { text, type Answer, type Call } from '../command';
import { LocalError, UsageError } from '../exit';
import { readFile } from '../input';

/** The module that badges are of. */
export const BADGES = 'company-badges';
export const SIGN_WITH = { type: 'string', value: 'FILE', help: 'sign with this chain key; else the control plane signs for your organisation' } as const;

/** The text itself, or where it lies. */
export function pemAnswer({ values }: Call, view: object, pem: string): Answer {
  const out = text(values, 'out');
  if (out === undefined) return { json: view, text: pem.trimEnd() };
  writeFileSync(out, pem);
  return { json: { ...view, file: out }, text: out };
}

/** In hex. @param certificate a file with it, or its serial number @throws LocalError: the file is no certificate that chains read */
export async function serialOf(certificate: string): Promise<string> {
  return /^[0-9a-f]{2,40}$/.test(certificate) ? certificate : serialIn(certificate);
}

async function serialIn(file: string): Promise<string> {
  const { readCertificate, readPem } = await import('@bystack/modules-identity');
  try {
    return toHex(readCertificate(readPem(readFile(file, 'CERTIFICATE'), 'CERTIFICATE')).serial);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new LocalError(error.code, `${file} is not a certificate that chains read.`);
  }
}

/** The badge as the control plane issued it. @throws UsageError: it did not */
export async function issuedHere(call: Call, serial: string): Promise<BadgeView> {
  const [found] = (await call.client().badges.list({ serial })).items;
  if (found === undefined) throw new UsageError(`--authority is missing: the control plane did not issue a badge with the serial number ${serial}.`);
  return found;
}
