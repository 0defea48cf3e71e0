import type { NodeStatus, ObservedNode } from '@bystack/api';
import { askNode } from '../relay/ask-node';
import { LIMITS } from '../limits';
import type { LocalNode, Runtime } from '../runtimes/runtime';
import type { SeenNodes } from './seen-nodes';

export type SeenStatus = NonNullable<ObservedNode['status']>;

/** Asks every running node now and then how it is. A node that does not answer has no status: an old one is not a fact. */
export class StatusPoller {
  private readonly seen = new Map<string, SeenStatus>();
  private readonly asking = new Set<string>();
  private readonly nextAtMs = new Map<string, number>();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly parts: { readonly runtime: Runtime; readonly seen: SeenNodes; readonly nodes: () => ReadonlyMap<string, LocalNode> },
    private readonly changed: () => void,
  ) {
    this.timer = setInterval(() => this.round(), LIMITS.statusEveryMsYoung);
  }

  statusOf(nodeId: string): SeenStatus | undefined {
    return this.seen.get(nodeId);
  }

  close(): void {
    clearInterval(this.timer);
  }

  private round(): void {
    const nodes = this.parts.nodes();
    for (const nodeId of this.seen.keys()) if (nodes.get(nodeId)?.life !== 'running') this.seen.delete(nodeId);
    for (const node of nodes.values()) if (node.life === 'running' && this.due(node)) void this.ask(node);
  }

  private due({ nodeId }: LocalNode): boolean {
    return !this.asking.has(nodeId) && Date.now() >= (this.nextAtMs.get(nodeId) ?? 0);
  }

  private async ask(node: LocalNode): Promise<void> {
    this.asking.add(node.nodeId);
    const before = this.seen.get(node.nodeId);
    const status = await this.statusFrom(node.nodeId).catch(() => undefined);
    this.asking.delete(node.nodeId);
    const young = Date.now() - (node.startedAtMs ?? 0) < LIMITS.youngForMs;
    this.nextAtMs.set(node.nodeId, Date.now() + (young ? LIMITS.statusEveryMsYoung : LIMITS.statusEveryMs));
    if (status) this.note(node.nodeId, status);
    else this.seen.delete(node.nodeId);
    if (JSON.stringify(before) !== JSON.stringify(status)) this.changed();
  }

  private note(nodeId: string, status: SeenStatus): void {
    const { committee, finalHeight: height, finalTimeMs: timeMs } = status;
    this.seen.set(nodeId, status);
    if (committee) this.parts.seen.note(nodeId, { epoch: committee.epoch, height, timeMs });
  }

  private async statusFrom(nodeId: string): Promise<SeenStatus | undefined> {
    const rpc = await this.parts.runtime.rpc(nodeId);
    if (!rpc) return undefined;
    const answer = await askNode(rpc, { method: 'GET', path: '/status', timeoutMs: LIMITS.statusTimeoutMs });
    return answer.status === 200 ? digest(JSON.parse(answer.body.toString('utf8')) as NodeStatus) : undefined;
  }
}

function digest(status: NodeStatus): SeenStatus {
  const { headHeight, finalHeight, finalBlockId, finalTimeMs, peers, rssBytes, syncing, epoch, seat, committeeSeats, recovery, competition, trouble } = status;
  const peersConnected = peers.filter((peer) => peer.connected).length;
  return { headHeight, finalHeight, finalBlockId, finalTimeMs, peersConnected, peersKnown: peers.length, rssBytes, syncing, ...(committeeSeats > 0 && { committee: { epoch, seats: committeeSeats, place: seat } }), ...(recovery !== undefined && { recovery }), ...(competition !== undefined && { competition }), ...(trouble !== undefined && { trouble }) };
}
