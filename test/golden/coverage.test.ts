import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = join(__dirname, '../../libs/chain-core/src');
/** Encoders whose bytes are frozen elsewhere, or that write nothing by themselves. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  withChange: 'a value in memory',
  withPackage: 'a value in memory',
  withOtherPackage: 'a value in memory',
  encodeOwnProposal: 'encodeProposal, of what a leader holds',
  writeContext: 'what a module may do; writes nothing',
  writeExport: 'entries, chunks and a manifest',
  writeDirectory: 'encodeDirectoryHead and encodeKeysPage',
  writeCheckedFile: 'voting-seeds.txt and recovery.txt',
  writeLock: 'part of an output',
  writeKeysLock: 'part of an output',
  writeInputs: 'part of a body',
  writeOutput: 'part of a body',
  writeOutPoint: 'part of a body',
  writeSubject: 'part of a vote',
  writeSigners: 'part of a certificate',
  joinAll: 'hashes in memory, the same as those of join',
  joinSides: 'hashes in memory, the same as those of join',
};

/** Names of the exported functions that write bytes for a wire or a disk, or a file for people. */
function encoders(): readonly { readonly name: string; readonly file: string }[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('testing'));
  return files.flatMap((file) => [...readFileSync(join(SOURCES, file), 'utf8').matchAll(/^export (?:async )?function ((?:encode|join|with|write)[A-Z]\w*|make(?:Work)?(?:Receipt|StateEvidence)|makeCheckpoint)/gm)].map(([, name]) => ({ name: name!, file })));
}

/** What the tests of this folder call. */
function frozen(): string {
  return readdirSync(__dirname).filter((file) => file.endsWith('.test.ts')).map((file) => readFileSync(join(__dirname, file), 'utf8')).join('\n');
}

describe('every encoder of chain-core', () => {
  it('has golden bytes, so that no format changes without being noticed', () => {
    const calls = frozen();
    const found = encoders();
    expect(found.length).toBeGreaterThan(20);
    expect(found.filter(({ name }) => ELSEWHERE[name] === undefined && !new RegExp(`\\b${name}\\(|\\b${name} as`).test(calls))).toEqual([]);
  });
});
