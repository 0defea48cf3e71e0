import { Failure } from '../failure';
import { LIMITS } from '../limits';
import type { KeyBinding, KeyFiles, StoredKey } from './key-files';
import { makeKeys } from './make-keys';

export interface KeyPoolOptions {
  readonly portBase: number;
}
export interface KeyPoolParts {
  readonly files: KeyFiles;
  /** Whether nothing listens on the port now. */
  readonly portFree: (port: number) => Promise<boolean>;
}
export interface KeyUse extends KeyBinding {
  readonly nodeKey: string;
  readonly votingKey: string;
}

/** The host's key pairs: spare ones to deposit with the control plane, and bound ones that belong to a node for ever. */
export class KeyPool {
  private readonly keys: Map<string, StoredKey>;

  constructor(
    private readonly options: KeyPoolOptions,
    private readonly parts: KeyPoolParts,
  ) {
    this.keys = new Map(parts.files.list().map((key) => [key.record.nodeKey, key]));
  }

  /** Keys nobody has asked for yet, as they are on disk. */
  spares(): StoredKey[] {
    return [...this.keys.values()].filter((key) => !key.taken && !key.binding && !key.destroyed);
  }

  find(nodeKey: string): StoredKey | undefined {
    return this.keys.get(nodeKey);
  }

  /** Makes keys until `wanted` are spare. @returns whether any was made. */
  async fill(wanted: number): Promise<boolean> {
    const missing = Math.min(wanted, LIMITS.sparesMax) - this.spares().length;
    for (let i = 0; i < missing; i += 1) {
      const stored = this.parts.files.create(makeKeys(), await this.freePort());
      this.keys.set(stored.record.nodeKey, stored);
    }
    return missing > 0;
  }

  /** The control plane says these are in a genesis document: they are no longer spare. */
  take(nodeKeys: readonly string[]): void {
    for (const nodeKey of nodeKeys) {
      const key = this.keys.get(nodeKey);
      if (!key || key.taken) continue;
      this.parts.files.take(nodeKey);
      this.keys.set(nodeKey, { ...key, taken: true });
    }
  }

  /** Binds a key to its node before anything is made with it. @throws Failure KEY_UNKNOWN, KEY_BOUND_ELSEWHERE */
  bind(use: KeyUse): StoredKey {
    const key = this.keys.get(use.nodeKey);
    if (!key || ![key.record.votingKey, key.record.bls?.votingKey].includes(use.votingKey)) throw new Failure('KEY_UNKNOWN', 'This host does not have the pair of keys the node was given.');
    if (key.destroyed) throw new Failure('KEY_UNKNOWN', 'The keys of this node were destroyed when it was removed.');
    if (key.binding) return this.sameBinding(key, use);
    const binding = { chainId: use.chainId, nodeId: use.nodeId };
    this.parts.files.bind(use.nodeKey, binding);
    const bound = { ...key, binding };
    this.keys.set(use.nodeKey, bound);
    return bound;
  }

  seeds(nodeKey: string): { readonly node: string; readonly voting: string } {
    return this.parts.files.seeds(nodeKey);
  }

  /** Another port for a key whose own one is taken by a stranger. */
  async movePort(nodeKey: string): Promise<StoredKey> {
    const key = this.keys.get(nodeKey);
    if (!key) throw new Failure('KEY_UNKNOWN', 'This host does not have the key.');
    const moved = { ...key, record: { ...key.record, port: await this.freePort() } };
    this.parts.files.move(moved.record);
    this.keys.set(nodeKey, moved);
    return moved;
  }

  /** Whether the node's keys are still here to be destroyed with it. Keys bound to another node never are. */
  destroyable(use: KeyUse): boolean {
    const key = this.keys.get(use.nodeKey);
    if (!key || key.destroyed) return false;
    return key.binding ? key.binding.chainId === use.chainId && key.binding.nodeId === use.nodeId : key.taken;
  }

  /** Overwrites the seeds; what is left keeps the key from being used again. */
  destroy(use: KeyUse): void {
    const key = this.keys.get(use.nodeKey);
    if (!key || !this.destroyable(use)) return;
    this.parts.files.destroy(use.nodeKey);
    this.keys.set(use.nodeKey, { ...key, destroyed: true });
  }

  private sameBinding(key: StoredKey, use: KeyUse): StoredKey {
    if (key.binding?.chainId === use.chainId && key.binding.nodeId === use.nodeId) return key;
    throw new Failure('KEY_BOUND_ELSEWHERE', 'The keys belong to another chain or node of this host for ever; a second use could sign twice.');
  }

  private async freePort(): Promise<number> {
    const reserved = new Set([...this.keys.values()].filter((key) => !key.destroyed).map((key) => key.record.port));
    for (let port = this.options.portBase; port < 65_536; port += 1) {
      if (!reserved.has(port) && (await this.parts.portFree(port))) return port;
    }
    throw new Failure('PORT_TAKEN', `No port from ${this.options.portBase} up is free.`);
  }
}
