import { chmodSync, existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProvedVotingKey } from '@bystack/api';
import { makeFolder, readJsonIfAny, syncFolder, writeFileAtomic, writeJsonAtomic } from '../files/atomic';
import { blsKeyOf, type MadeKeys } from './make-keys';

/** The public half, and the port reserved with it. */
export interface KeyRecord {
  readonly nodeKey: string;
  readonly votingKey: string;
  readonly proofOfPossession: string;
  /** Missing only where the secret was destroyed before such keys were made. */
  readonly bls?: ProvedVotingKey;
  readonly port: number;
}
/** Which node a key is for. Written once, never changed: a voting key that served two chains, or two nodes, could sign twice. */
export interface KeyBinding {
  readonly chainId: string;
  readonly nodeId: string;
}
export interface StoredKey {
  readonly record: KeyRecord;
  /** The control plane put it into a genesis document. */
  readonly taken: boolean;
  readonly binding?: KeyBinding;
  /** Its seeds were destroyed; what is left keeps the key from ever being used again. */
  readonly destroyed: boolean;
}

/**
 * One folder a key under `keys/`, named by the node key: key.json, node.key and voting.key (hex seeds, 0400), taken, bound.json.
 * A folder appears whole or not at all, because it is made beside and renamed.
 */
export class KeyFiles {
  constructor(private readonly folder: string) {
    makeFolder(folder);
    for (const name of readdirSync(folder)) if (name.startsWith('.making-')) rmSync(join(folder, name), { recursive: true, force: true });
  }

  list(): StoredKey[] {
    return readdirSync(this.folder).filter((name) => /^[0-9a-f]{64}$/.test(name)).map((name) => this.read(name)).sort((a, b) => a.record.port - b.record.port);
  }

  create(keys: MadeKeys, port: number): StoredKey {
    const { nodeSeed, votingSeed, ...shown } = keys;
    const record = { ...shown, port };
    const making = join(this.folder, `.making-${keys.nodeKey}`);
    makeFolder(making);
    writeFileAtomic(join(making, 'node.key'), nodeSeed, 0o400);
    writeFileAtomic(join(making, 'voting.key'), votingSeed, 0o400);
    writeJsonAtomic(join(making, 'key.json'), record);
    renameSync(making, this.path(keys.nodeKey));
    syncFolder(this.folder);
    return { record, taken: false, destroyed: false };
  }

  move(record: KeyRecord): void {
    writeJsonAtomic(this.path(record.nodeKey, 'key.json'), record);
  }

  bind(nodeKey: string, binding: KeyBinding): void {
    writeJsonAtomic(this.path(nodeKey, 'bound.json'), binding, 0o400);
  }

  take(nodeKey: string): void {
    writeFileAtomic(this.path(nodeKey, 'taken'), '');
  }

  seeds(nodeKey: string): { readonly node: string; readonly voting: string } {
    return { node: readFileSync(this.path(nodeKey, 'node.key'), 'utf8'), voting: readFileSync(this.path(nodeKey, 'voting.key'), 'utf8') };
  }

  destroy(nodeKey: string): void {
    for (const name of ['node.key', 'voting.key']) this.overwriteAndRemove(this.path(nodeKey, name));
    syncFolder(this.path(nodeKey));
  }

  private overwriteAndRemove(path: string): void {
    if (!existsSync(path)) return;
    chmodSync(path, 0o600);
    writeFileSync(path, '0'.repeat(64), { flush: true });
    rmSync(path);
  }

  private read(nodeKey: string): StoredKey {
    const record = readJsonIfAny<KeyRecord>(this.path(nodeKey, 'key.json'));
    if (!record) throw new Error(`The folder of key ${nodeKey} has no key.json: it was changed by hand.`);
    const binding = readJsonIfAny<KeyBinding>(this.path(nodeKey, 'bound.json'));
    const destroyed = !existsSync(this.path(nodeKey, 'voting.key'));
    return { record: destroyed ? record : this.withBls(record), taken: existsSync(this.path(nodeKey, 'taken')), binding, destroyed };
  }

  /** A key that an earlier version made has no BLS half yet; its secret gives one. */
  private withBls(record: KeyRecord): KeyRecord {
    if (record.bls) return record;
    const complete = { ...record, bls: blsKeyOf(this.seeds(record.nodeKey).voting, record.nodeKey) };
    this.move(complete);
    return complete;
  }

  private path(nodeKey: string, file = ''): string {
    return join(this.folder, nodeKey, file);
  }
}
