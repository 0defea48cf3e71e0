import type { ObservedNode } from '@bystack/api';

/** Nodes that look different now. One that vanished from the list is reported as absent, once. Memory use alone is no news. */
export function changesBetween(before: readonly ObservedNode[], now: readonly ObservedNode[]): ObservedNode[] {
  const known = new Map(before.map((node) => [node.nodeId, news(node)]));
  const listed = new Set(now.map((node) => node.nodeId));
  const gone = before.filter((node) => !listed.has(node.nodeId)).map((node) => absent(node, Math.max(0, ...now.map((other) => other.observedAtMs), node.observedAtMs)));
  return [...now.filter((node) => known.get(node.nodeId) !== news(node)), ...gone];
}

function news(node: ObservedNode): string {
  const { status, observedAtMs: _at, ...rest } = node;
  return JSON.stringify({ ...rest, status: status && { ...status, rssBytes: 0 } });
}

function absent({ nodeId, chainId, nodeKey, restarts }: ObservedNode, observedAtMs: number): ObservedNode {
  return { nodeId, chainId, nodeKey, restarts, state: 'absent', generation: 0, observedAtMs };
}
