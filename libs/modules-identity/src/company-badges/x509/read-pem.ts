import { refuse, type Bytes } from '@bystack/chain-core/module';
import { malformed } from './der-reader';

/**
 * The bytes of the one block of this label in a PEM text. Line ends and lengths of lines do not matter; nothing else may stand around it.
 * @throws Refusal PEM_EXPECTED {label}, CERTIFICATES_SEVERAL {count}, CERTIFICATE_MALFORMED
 */
export function readPem(text: string, label: 'CERTIFICATE' | 'X509 CRL'): Bytes {
  const begin = `-----BEGIN ${label}-----`;
  const end = `-----END ${label}-----`;
  const trimmed = withoutEdges(text);
  if (!trimmed.startsWith(begin) || !trimmed.endsWith(end)) refuse('PEM_EXPECTED', { label });
  const count = trimmed.split(begin).length - 1;
  if (count !== 1) refuse('CERTIFICATES_SEVERAL', { count });
  const letters = withoutLineEnds(trimmed.slice(begin.length, -end.length));
  return readBase64(letters) ?? malformed('PEM', 'not base64');
}

/** Undefined unless the text is how base64 writes these bytes. */
export function readBase64(letters: string): Bytes | undefined {
  const bytes = Buffer.from(letters, 'base64');
  return bytes.toString('base64') === letters && bytes.length > 0 ? new Uint8Array(bytes) : undefined;
}

export function writePem(bytes: Bytes): string {
  const letters = Buffer.from(bytes).toString('base64');
  const lines = Array.from({ length: Math.ceil(letters.length / 64) }, (_, i) => letters.slice(i * 64, i * 64 + 64));
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function withoutLineEnds(text: string): string {
  return text.replaceAll('\r', '').replaceAll('\n', '');
}

/** By a fixed list: what else JavaScript takes for a space changes with Unicode. */
function withoutEdges(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && ' \t\r\n'.includes(text[from]!)) from += 1;
  while (to > from && ' \t\r\n'.includes(text[to - 1]!)) to -= 1;
  return text.slice(from, to);
}
