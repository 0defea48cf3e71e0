import type { JoinToken } from '@bystack/api';

/** The person who starts the agent is wrong; it says so and ends. */
export class JoinRefused extends Error {}

/** @throws JoinRefused unless the text is a join token: base64url of {url, caFingerprint, secret}. */
export function readJoinToken(text: string): JoinToken {
  const token = parse(text);
  const { url, caFingerprint, secret } = token;
  if (typeof url !== 'string' || !/^https:\/\/[^/]+\/?$/.test(url)) throw new JoinRefused('The join token names no address of a control plane.');
  if (typeof caFingerprint !== 'string' || !/^[0-9a-f]{64}$/.test(caFingerprint)) throw new JoinRefused('The join token has no fingerprint of the control plane.');
  if (typeof secret !== 'string' || secret === '') throw new JoinRefused('The join token has no secret.');
  return { url: url.replace(/\/$/, ''), caFingerprint, secret };
}

function parse(text: string): Partial<Record<keyof JoinToken, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(text.trim(), 'base64url').toString('utf8'));
    if (value !== null && typeof value === 'object') return value;
  } catch {
    // Said below in words.
  }
  throw new JoinRefused('The join token is damaged; copy it again, whole.');
}
