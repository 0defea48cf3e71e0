import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const PROGRAM = `import { readFileSync } from 'node:fs';
import { BystackClient, buildCall, keyFromSeed, readTrust, signTransaction, typedModule, type JsonObject } from '@bystack/sdk';

const key = keyFromSeed(new Uint8Array(32).fill(7));
const call = typedModule('open-registration@1.0.0').call('register', { name: 'Mill' }, key.publicKey);
const { bytes } = signTransaction(new Uint8Array(32), buildCall(call), [key]);
const chain = new BystackClient({ url: 'http://127.0.0.1:1', apiKey: 'bk_x' }).chain('c');
// @ts-expect-error there is no such question
export const asked = (): Promise<unknown> => chain.module('company-badges@1.0.0').query('membres', {});
export const payload: JsonObject = {};
console.log(bytes.length, typeof readTrust, typeof readFileSync);
`;

describe('the SDK as a package', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bystack-sdk-package-'));
    execFileSync(process.execPath, ['scripts/pack-sdk.mjs', join(folder, 'node_modules/@bystack/sdk')], { cwd: root });
    const { dependencies } = JSON.parse(readFileSync(join(folder, 'node_modules/@bystack/sdk/package.json'), 'utf8')) as { dependencies: object };
    // As npm would install them, without asking a registry.
    for (const name of [...Object.keys(dependencies), '@types/node', 'undici-types']) link(name);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function link(name: string): void {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  }

  it('is not made where something else lies', () => {
    mkdirSync(join(folder, 'others'));
    writeFileSync(join(folder, 'others/letter.txt'), 'Dear …');
    expect(() => execFileSync(process.execPath, ['scripts/pack-sdk.mjs', join(folder, 'others')], { cwd: root, stdio: 'pipe' })).toThrow('holds something else');
    expect(readFileSync(join(folder, 'others/letter.txt'), 'utf8')).toBe('Dear …');
  });

  it('is compiled against and run from another folder', () => {
    writeFileSync(join(folder, 'program.ts'), PROGRAM);
    const options = { strict: true, module: 'node16', moduleResolution: 'node16', target: 'es2022', outDir: 'out', types: ['node'] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['program.ts'] }));
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'], { cwd: folder });
    expect(execFileSync(process.execPath, ['out/program.js'], { cwd: folder, encoding: 'utf8' })).toMatch(/^\d+ function function\n$/);
  }, 120_000);
});
