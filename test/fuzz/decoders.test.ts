import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FUZZ_TARGETS } from './targets';

const LIBRARIES = join(__dirname, '../../libs');
const SOURCES = join(LIBRARIES, 'chain-core/src');
/** Names of decoders of modules begin with their library. */
const MODULES = /^(modules-[a-z]+)\//;
/** Folders of modules that read what other programs wrote. */
const READING_MODULES = ['modules-identity/company-badges/x509'];
/** A function or class that gets bytes, text or parsed JSON from outside, by its name. */
const DECODER = /^export (?:(?:async )?function ((?:decode|read|parse|split|scan|checked)[A-Z]\w*)\(\w+: (?:Bytes|Buffer|Uint8Array|unknown|string)\b|class (\w+Reader)\b)/gm;
/** What looks like a decoder, and who does its reading. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'modules-identity/company-badges/x509/keys readAlgorithm': 'readCertificate and readRevocationList, which hand it one element',
  'modules-identity/company-badges/x509/read-certificate readSigned': 'readCertificate and readRevocationList begin with it',
  'modules-identity/company-badges/x509/read-pem readBase64': 'readPem',
  'node/chain-reader ChainReader': 'it reads what the store has',
  'node/mining/wanted-threads readWantedThreads': 'JSON.parse, on a file in a folder that it is given (golden/files.test.ts)',
  'sync/snapshot-head readHeader': 'decodeHeader',
  'storage/state-directory readDirectory': 'decodeDirectoryHead, and checksums over the rest (state-store.test.ts)',
};
/** Files that use a Reader, and have no decoder of their own. */
const OWN_BYTES: readonly string[] = ['codec/reader', 'holdings/holdings-store', 'ledger/coinbase', 'storage/state-directory'];

const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('testing'));
const pathOf = (file: string): string => (MODULES.test(file) ? join(LIBRARIES, file.replace(MODULES, '$1/src/')) : join(SOURCES, file));
const source = (file: string): string => readFileSync(pathOf(file), 'utf8');
const moduleFiles = READING_MODULES.flatMap((folder) => readdirSync(pathOf(folder)).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts')).map((file) => `${folder}/${file}`));
const nameOf = (file: string): string => file.replace(/\.ts$/, '');
const targeted = new Set(FUZZ_TARGETS.map(({ decoder }) => decoder));

describe('every decoder of chain-core, and of modules that read what other programs wrote', () => {
  it('is fuzzed, so that no bytes from outside are read by what was never attacked', () => {
    const decoders = [...files, ...moduleFiles].flatMap((file) => [...source(file).matchAll(DECODER)].map(([, name, reader]) => `${nameOf(file)} ${name ?? reader}`));
    expect(decoders.length).toBeGreaterThan(35);
    expect(decoders.filter((decoder) => !targeted.has(decoder) && ELSEWHERE[decoder] === undefined)).toEqual([]);
  });

  it('is fuzzed under its own name, also where it is called otherwise', () => {
    const read = files.filter((file) => /new Reader\(|readWhole\(/.test(source(file))).map(nameOf).filter((file) => !OWN_BYTES.includes(file));
    expect(read.filter((file) => ![...targeted].some((decoder) => decoder.startsWith(`${file} `)))).toEqual([]);
    const gone = [...targeted].filter((decoder) => !source(`${decoder.split(' ')[0]}.ts`).includes(` ${decoder.split(' ')[1]}`));
    expect(gone).toEqual([]);
    expect(targeted.size).toBe(FUZZ_TARGETS.length);
  });
});
