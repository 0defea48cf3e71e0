import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeProtocols } from '@bystack/chain-core/kernel/announce-protocols';
import { writeCommittee } from '@bystack/chain-core/kernel/committees';
import { writeDecided } from '@bystack/chain-core/kernel/decided';
import { writeForce, writeMigrating } from '@bystack/chain-core/kernel/force';
import { writePackage } from '@bystack/chain-core/kernel/packages';
import { writeRules } from '@bystack/chain-core/kernel/rules';
import { writeEpoch } from '@bystack/chain-core/kernel/stores';
import { writeUsage } from '@bystack/chain-core/kernel/usage';
import { canonicalJson } from '@bystack/chain-core/codec/json';
import { sumBytes } from '@bystack/chain-core/codec/sum';
import { encodeHeld, sharedKey } from '@bystack/chain-core/ledger/held-outputs';
import { makeCheckpoint } from '@bystack/chain-core/light/checkpoint';
import { makeStateEvidence, makeWorkStateEvidence } from '@bystack/chain-core/light/state-evidence';
import type { WriteBatch } from '@bystack/chain-core/module/definition/stores';
import { writeWantedThreads } from '@bystack/chain-core/node/mining/wanted-threads';
import { writeRecovery } from '@bystack/chain-core/node/recovery/recovery-file';
import { writeVotingSeeds } from '@bystack/chain-core/node/voting-seeds-file';
import { concatBytes, utf8, type Bytes } from '@bystack/chain-core/primitives/bytes';
import { sealBlock } from '@bystack/chain-core/protocol/encode-block';
import { makeReceipt, makeWorkReceipt } from '@bystack/chain-core/protocol/make-receipt';
import { HeaderFile } from '@bystack/chain-core/storage/header-file';
import { SnapshotStaging } from '@bystack/chain-core/storage/snapshot-staging';
import { expectGolden } from './golden';
import { committee, filled, header, transaction } from './values';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'golden-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const inFile = (name: string): Bytes => new Uint8Array(readFileSync(join(dir, name)));
const written = (write: () => void, name: string): Bytes => (write(), inFile(name));
const asFile = (value: unknown): Bytes => utf8(JSON.stringify(value));

/** Store, key and value, as a module's store gets them. */
function put(write: (state: WriteBatch) => void): Bytes {
  const puts: Bytes[] = [];
  write({ put: (store: string, key: Bytes, value: Bytes) => void puts.push(utf8(`${store} `), key, utf8(' '), value) } as unknown as WriteBatch);
  return concatBytes(...puts);
}

describe('golden bytes', () => {
  it('of the small files that a node keeps', () => {
    const record = { epoch: 2, votingSeed: filled(1), earlierSeeds: [filled(2)] };
    const headers = new HeaderFile({ dir: join(dir, 'headers'), name: 'best' });
    const staging = new SnapshotStaging({ dir: join(dir, 'snapshot') });
    expectGolden('files.json', {
      'voting-seeds.txt': written(() => writeVotingSeeds(dir, [filled(1), filled(2)]), 'voting-seeds.txt'),
      'recovery.txt, prepared': written(() => writeRecovery(dir, { ...record, earlierSeeds: [] }), 'recovery.txt'),
      'recovery.txt, signed': written(() => writeRecovery(dir, { ...record, signed: filled(3), blocks: [filled(4, 5), filled(5, 6)] }), 'recovery.txt'),
      'mining.json': written(() => writeWantedThreads(dir, 2), 'mining.json'),
      'headers/best': written(() => {
        headers.begin({ height: 7, id: filled(10) });
        headers.add([{ bytes: filled(11, 304), totalWork: 258n }]);
      }, 'headers/best'),
      'snapshot/head': written(() => staging.begin(filled(6, 7)), 'snapshot/head'),
      'snapshot/range': written(() => staging.add('\u0001'.repeat(32), filled(8, 9)), `snapshot/${'01'.repeat(32)}.range`),
    });
  });

  it('of evidence that people hold as files', () => {
    const block = sealBlock(header, [transaction]);
    const recorded = { block, resultLeaves: [filled(10, 3), filled(11, 4)], index: 0 };
    const asked = { chainId: filled(12), module: 'rule-book', store: 3, key: filled(13, 2), value: filled(14, 5), proof: filled(15, 6) };
    const handOvers = [{ header: 'aa', certificate: 'bb', committee: 'cc' }];
    expectGolden('evidence.json', {
      receipt: asFile(makeReceipt({ ...recorded, laterHeaders: [filled(16, 7)], certificate: filled(17, 8), handOvers })),
      workReceipt: asFile(makeWorkReceipt(recorded, [filled(18, 9), filled(19, 9)], 1)),
      stateEvidence: asFile(makeStateEvidence({ ...asked, headers: [filled(20, 7)], certificate: filled(21, 8), handOvers })),
      absence: asFile(makeStateEvidence({ ...asked, value: undefined, headers: [filled(20, 7)], certificate: filled(21, 8), handOvers: [] })),
      workStateEvidence: asFile(makeWorkStateEvidence(asked, [filled(22, 9)], 0)),
      checkpoint: asFile(makeCheckpoint({ chainId: filled(23), committee, timeMs: 1_735_689_600_000 })),
    });
  });

  it('of what the kernel keeps in its stores', () => {
    const consensus = { engine: 'bft', viewTimerMs: 400, heartbeatMs: 5_000, certificates: 'ed25519' } as never;
    const force = { set: 1, hash: 'ab'.repeat(32), firstHeights: [1, 9], due: { change: 3, lastHeight: 20 }, emptying: ['old'] };
    expectGolden('kernel-values.json', {
      held: encodeHeld({ owned: 3, shared: 1 }),
      'shared, key and sum': concatBytes(sharedKey('market~3'), filled(25), sumBytes(2n ** 64n + 1n)),
      'modules, one of which took something over': canonicalJson([{ name: 'bazaar', version: '1.0.0', params: {}, space: 3, takenOver: [{ space: 'market', locks: { stock: 'shelf' } }] }]),
      epoch: put((state) => writeEpoch(state, { epoch: 1, firstHeight: 5, consensus, lastHeight: 0, nextSeat: 4, nextChange: 2 })),
      committee: put((state) => writeCommittee(state, committee, [{ number: 2, seat: { organisation: 'Mills', label: 'first' } as never }])),
      force: put((state) => writeForce(state, force)),
      migrating: put((state) => writeMigrating(state, { change: 3, module: 0, store: 1, upTo: 'cd', entries: 7, firstHeight: 10, isDone: false })),
      package: put((state) => writePackage(state, { module: 'rule-book', package: 'loans@1.0.0', status: 'published', hash: 'ef'.repeat(32), bytes: 100, document: [2, 0] })),
      rules: put((state) => writeRules(state, { protocols: [{ version: 1, firstHeight: 0 }, { version: 2, firstHeight: 9 }], due: { change: 4, lastHeight: 30, version: 3 } })),
      'rules, with a policy': put((state) => writeRules(state, { protocols: [{ version: 1, firstHeight: 0 }], policy: { approvalPercent: 75, quorumPercent: 50, expiryMs: 604_800_000, delayBlocks: 10 } })),
      decided: put((state) =>
        writeDecided(state, 7, {
          ...{ ending: { outcome: 'took-effect', firstHeight: 10 }, height: 9, timeMs: 1_735_689_600_000, id: 3, changes: [{ kind: 'remove-seat', seat: 3 }], note: 'old machine' },
          ...{ proposedBy: 0, proposedAtMs: 1_735_689_500_000, approvals: [0, 1, 2], rejections: [3], validators: 4, needed: 3, quorum: 0, names: { 0: 'first', 3: 'last' } },
        }),
      ),
      protocols: put((state) => writeProtocols(state, 2, { min: 1, max: 3 })),
      usage: put((state) => writeUsage(state, filled(24), { minute: 28_928_160, calls: 2, keysChangedAtMs: 5 })),
    });
  });
});
