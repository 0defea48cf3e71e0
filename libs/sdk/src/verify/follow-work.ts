import type { HeadersAnswer } from '@bystack/api';
import { WorkClient, type WorkCheckpoint } from '@bystack/chain-core/light';
import type { Trust } from './read-trust';

export interface FollowWorkOptions {
  /** Begin here instead of at genesis. */
  readonly from?: WorkCheckpoint;
  readonly nowMs: () => number;
  readonly onProgress?: (height: number) => void;
}

/**
 * Follows all headers of a chain of open competition that a node has, checking each. What the node says is not believed, only the work it shows; that it
 * hides a better branch cannot be seen from one node.
 * @param fetch headers from a height on
 * @throws Refusal as WorkClient.follow
 */
export async function followWork(trust: Trust, fetch: (from: number) => Promise<HeadersAnswer>, { from, nowMs, onProgress }: FollowWorkOptions): Promise<WorkClient> {
  const client = new WorkClient(trust.genesis, from);
  for (let at = client.best.height + 1; ; at = client.best.height + 1) {
    const { headers } = await fetch(at);
    if (headers.length === 0) return client;
    client.follow(headers, nowMs());
    // A branch that was replaced while it was fetched brings nobody further.
    if (client.best.height < at) return client;
    onProgress?.(client.best.height);
  }
}
