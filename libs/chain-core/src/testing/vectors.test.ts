import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { VECTORS, withVectors } from './vectors';

const SOURCES = join(__dirname, '..');
const ROOT = join(SOURCES, '../../..');

/** Who runs against what of other projects; without a test, why nobody does. */
const USED: Readonly<Record<string, { readonly by: string } | { readonly without: string }>> = {
  'wycheproof/ed25519_test.json': { by: 'crypto/crypto.test.ts' },
  'wycheproof/bls_sig_g2_pop_verify_test.json': { by: 'crypto/bls.test.ts' },
  'wycheproof/bls_hash_to_g2_test.json': { without: 'blst hashes to the curve inside signing only, under its own domain tag' },
  'wycheproof/ecdsa_secp256k1_sha256_test.json': { without: 'chain-core verifies no signature of this kind' },
  'wycheproof/ecdsa_secp256k1_sha256_bitcoin_test.json': { without: 'chain-core verifies no signature of this kind' },
  'eth-bls/aggregate': { by: 'crypto/bls.test.ts' },
  'eth-bls/aggregate_verify': { by: 'crypto/bls.test.ts' },
  'eth-bls/fast_aggregate_verify': { by: 'crypto/bls.test.ts' },
  'eth-bls/sign': { by: 'crypto/bls.test.ts' },
  'eth-bls/verify': { by: 'crypto/bls.test.ts' },
  'rfc6962-merkle/testdata/inclusion': { by: 'crypto/crypto.test.ts' },
  'rfc6962-merkle/testdata/consistency': { without: 'a root is of one block: nothing is ever appended to a tree, so there is no such proof' },
  'rfc6962-merkle/testdata/subtreeconsistency': { without: 'as consistency' },
  'rfc6962-merkle/testdata/subtreeinclusion': { without: 'paths lead to the root of a whole tree only' },
  'ics23/testdata': { without: 'the state tree is of another shape: its inner nodes commit to the bit where keys part (docs/adr/0002-state-tree.md)' },
  'jcs/testdata': { by: 'codec/json.test.ts' },
};
const OUTSIDE_CHAIN_CORE = ['epcis'];

describe('vectors of other projects', () => {
  it('are each named by the test that runs against them', () => {
    for (const [vectors, use] of Object.entries(USED)) if ('by' in use) expect(readFileSync(join(SOURCES, use.by), 'utf8')).toContain(vectors);
  });

  withVectors('are all used, or it is said why not: none is forgotten', () => {
    const folders = readdirSync(VECTORS, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !OUTSIDE_CHAIN_CORE.includes(entry.name)).map(({ name }) => name);
    const names = folders.flatMap((folder) => namesBelow(folder));
    expect(names.filter((name) => !Object.keys(USED).some((used) => name === used || used.startsWith(`${name}/`)))).toEqual([]);
    expect(Object.keys(USED).every((used) => names.some((name) => used === name || used.startsWith(`${name}/`)))).toBe(true);
  });

  it('are demanded where they lie beside the checkout, and their absence fails there', () => {
    expect(readFileSync(join(ROOT, '.ci/run'), 'utf8')).toContain('[ -d ../shared/vectors ] && export BYSTACK_REQUIRE_VECTORS=1');
    const elsewhere = { ...process.env, BYSTACK_REQUIRE_VECTORS: '1', BYSTACK_VECTORS: '/nowhere' };
    expect(() => execFileSync(process.execPath, [join(ROOT, 'node_modules/jest/bin/jest.js'), 'codec/json.test', '--globalSetup=', '--globalTeardown='], { cwd: ROOT, env: elsewhere, stdio: 'pipe' })).toThrow('BYSTACK_REQUIRE_VECTORS is set');
  });
});

/** What lies in one folder; what lies in a folder of test data of its own is named after it. */
function namesBelow(folder: string): readonly string[] {
  const entries = readdirSync(join(VECTORS, folder)).filter((name) => name !== 'LICENSE' && name !== 'README.md');
  return entries.flatMap((name) => (name === 'testdata' && folder === 'rfc6962-merkle' ? namesBelow(`${folder}/${name}`) : [`${folder}/${name}`]));
}
