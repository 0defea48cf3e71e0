import { generateKeyPairSync, verify } from 'node:crypto';
import { badgeRequest, proofBy } from './badge-request';
import { Pkcs10CertificateRequest } from '@peculiar/x509';
import { keyFromSeed } from '../signing/key';

const key = keyFromSeed(new Uint8Array(32).fill(5));

test('a request names the chain key and its holder, and is signed by that key', async () => {
  const pem = await badgeRequest(key, '安娜 Ann');
  const request = new Pkcs10CertificateRequest(pem);
  expect(await request.verify()).toBe(true);
  expect(request.subjectName.getField('CN')).toEqual(['安娜 Ann']);
  expect(Buffer.from(request.publicKey.rawData).subarray(-32).equals(Buffer.from(key.publicKey))).toBe(true);
});

test.each([
  ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 }), 'sha256'],
  ['ECDSA', generateKeyPairSync('ec', { namedCurve: 'P-256' }), 'sha256'],
  ['Ed25519', generateKeyPairSync('ed25519'), null],
] as const)('a proof by a certificate’s key: %s', (_name, { privateKey, publicKey }, hash) => {
  const proof = proofBy(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'a statement');
  expect(verify(hash, Buffer.from('a statement'), publicKey, Buffer.from(proof, 'base64'))).toBe(true);
});

test('what is no private key is refused in words', () => {
  expect(() => proofBy('no key', 'x')).toThrow(expect.objectContaining({ code: 'KEY_FILE_INVALID' }));
});
