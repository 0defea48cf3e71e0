import type { AuditHead, DesiredNode, PeerAddress } from '@bystack/api';
import { LIMITS } from '../limits';

/** The wish for this host as it was understood: known fields only, every one of the right form and inside its limits. */
export interface HostWish {
  readonly incarnation: string;
  readonly revision: number;
  readonly nodes: readonly DesiredNode[];
  /** Wishes that could not be understood, but say for which node they were. They are reported as failed and change nothing. */
  readonly refused: readonly RefusedWish[];
}
/** What came: the wish, and where the audit trail ends. */
export interface Desired extends HostWish {
  /** Undefined when it was not of the right form. */
  readonly auditHead: AuditHead | undefined;
}
export interface RefusedWish {
  readonly nodeId: string;
  readonly chainId: string;
  readonly generation: number;
  readonly detail: string;
}

/** The whole message cannot be used; nothing changes. */
export class MalformedDesired extends Error {}

type Loose = Readonly<Record<string, unknown>>;

/**
 * Reads a desired state that may come from a control plane somebody took over: names cannot leave their folder, numbers cannot starve the
 * host, and whatever is not in the vocabulary (images, mounts, environment) is not even copied.
 */
export function readDesired(message: unknown): Desired {
  const { incarnation, revision, auditHead, nodes } = (message ?? {}) as Loose;
  if (!text(incarnation, 1, 200) || !count(revision)) throw new MalformedDesired('incarnation or revision is missing');
  if (!Array.isArray(nodes) || nodes.length > LIMITS.nodesPerMessageMax) throw new MalformedDesired(`nodes is not a list of at most ${LIMITS.nodesPerMessageMax}`);
  const good: DesiredNode[] = [];
  const refused: RefusedWish[] = [];
  const seen = new Set<string>();
  for (const node of nodes as readonly unknown[]) {
    const detail = wrongWith(node, seen);
    const loose = (node ?? {}) as Loose;
    if (detail === undefined) good.push(copyNode(node as DesiredNode));
    else if (isNodeId(loose.nodeId) && !seen.has(loose.nodeId)) refused.push({ nodeId: loose.nodeId, chainId: isHex32(loose.chainId) ? loose.chainId : '', generation: count(loose.generation) ? loose.generation : 0, detail });
    if (isNodeId(loose.nodeId)) seen.add(loose.nodeId);
  }
  return { incarnation, revision, auditHead: copyHead(auditHead), nodes: good, refused };
}

/** The first thing wrong with one wish, or undefined. */
function wrongWith(node: unknown, seen: ReadonlySet<string>): string | undefined {
  const wish = (node ?? {}) as Loose;
  if (!isNodeId(wish.nodeId)) return 'nodeId is not a name';
  if (seen.has(wish.nodeId)) return 'nodeId is listed twice';
  if (!isHex32(wish.chainId)) return 'chainId is not 32 bytes in hex';
  if (wish.wish !== 'running' && wish.wish !== 'stopped' && wish.wish !== 'absent') return 'wish is unknown';
  if (!isHex32(wish.nodeKey) || !isVotingKey(wish.votingKey)) return 'keys are not 32 bytes in hex (48 for a BLS voting key)';
  if (!text(wish.softwareVersion, 1, 64)) return 'softwareVersion is missing';
  if (!count(wish.generation)) return 'generation is not a whole number';
  if (typeof wish.genesis !== 'string' || wish.genesis.length > (LIMITS.genesisBytesMax * 4) / 3 + 4) return 'genesis is missing or too large';
  if (!Array.isArray(wish.peers) || wish.peers.length > LIMITS.peersPerNodeMax || !wish.peers.every(isPeer)) return 'peers are not addresses';
  if (!isLimits(wish.limits)) return 'limits are not numbers';
  if (wish.keepBlocks !== undefined && (!count(wish.keepBlocks) || (wish.keepBlocks as number) < LIMITS.keepBlocksMin)) return `keepBlocks is not a whole number from ${LIMITS.keepBlocksMin} on`;
  return undefined;
}

function copyNode(node: DesiredNode): DesiredNode {
  const { nodeId, chainId, wish, nodeKey, votingKey, softwareVersion, genesis, generation } = node;
  return {
    ...{ nodeId, chainId, wish, nodeKey, votingKey, softwareVersion, genesis, generation },
    removeVolume: node.removeVolume === true,
    ...(node.joins === true && { joins: true as const }),
    ...(node.keepBlocks !== undefined && { keepBlocks: node.keepBlocks }),
    peers: node.peers.map((peer) => ({ nodeKey: peer.nodeKey, address: peer.address })),
    limits: {
      memoryBytes: Math.floor(within(node.limits.memoryBytes, LIMITS.nodeMemoryBytes)),
      cpuShare: within(node.limits.cpuShare, LIMITS.nodeCpuShare),
      pids: Math.floor(within(node.limits.pids, LIMITS.nodePids)),
    },
  };
}

function copyHead(value: unknown): AuditHead | undefined {
  const { sequence, hash } = (value ?? {}) as Loose;
  return count(sequence) && isHex32(hash) ? { sequence, hash } : undefined;
}

/** A name that is also a safe folder and container name: no dots, no slashes. */
function isNodeId(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(value);
}
/** Of either kind. */
function isVotingKey(value: unknown): value is string {
  return typeof value === 'string' && /^([0-9a-f]{64}|[0-9a-f]{96})$/.test(value);
}

function isHex32(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}
function isPeer(value: unknown): value is PeerAddress {
  const peer = (value ?? {}) as Loose;
  return isHex32(peer.nodeKey) && typeof peer.address === 'string' && /^[A-Za-z0-9.:[\]-]{1,255}:[0-9]{1,5}$/.test(peer.address);
}
function isLimits(value: unknown): boolean {
  const limits = (value ?? {}) as Loose;
  return [limits.memoryBytes, limits.cpuShare, limits.pids].every((number) => typeof number === 'number' && Number.isFinite(number));
}
function text(value: unknown, least: number, most: number): value is string {
  return typeof value === 'string' && value.length >= least && value.length <= most;
}
function count(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
function within(value: number, { least, most }: { readonly least: number; readonly most: number }): number {
  return Math.min(most, Math.max(least, value));
}
