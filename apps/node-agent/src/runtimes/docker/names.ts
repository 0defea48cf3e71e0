import { createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { makeFolder, readJsonIfAny, writeJsonAtomic } from '../../files/atomic';

/** User and group of nodes inside their containers; the image owns /node to it. */
export const NODE_OWNER = { uid: 65532, gid: 65532 } as const;
export const NODE_FOLDER = '/node';
export const PEER_PORT = 4600;
export const RPC_PORT = 4601;

export const LABELS = {
  instance: 'bystack.instance',
  node: 'bystack.node',
  chain: 'bystack.chain',
  spec: 'bystack.spec',
  specHash: 'bystack.spec-hash',
} as const;

/** A container under this name is not prepared yet: its files may be missing. Renaming it is what makes it whole. */
export const MAKING = '-making';

/** What tells this agent's containers, volumes and networks from any others of the engine, another agent's included. */
export class Instance {
  private constructor(
    readonly id: string,
    private readonly secret: string,
  ) {}

  static open(folder: string): Instance {
    makeFolder(folder);
    const file = join(folder, 'docker-instance.json');
    const kept = readJsonIfAny<{ readonly id: string; readonly secret: string }>(file) ?? { id: randomBytes(6).toString('hex'), secret: randomBytes(32).toString('hex') };
    writeJsonAtomic(file, kept);
    return new Instance(kept.id, kept.secret);
  }

  /** Name of a node's container and of its volume. */
  nodeName(nodeId: string): string {
    return `bystack-${this.id}-${nodeId}`;
  }
  networkName(chainId: string): string {
    return `bystack-${this.id}-chain-${chainId.slice(0, 16)}`;
  }
  /** A node's RPC token, derived so that it need not be kept anywhere the engine shows. */
  rpcToken(nodeId: string): string {
    return createHmac('sha256', Buffer.from(this.secret, 'hex')).update(nodeId).digest('hex');
  }
}

/** Name of a node among the other nodes of its chain, known before the chain is. */
export function peerAlias(nodeKey: string): string {
  return `n-${nodeKey.slice(0, 20)}`;
}
