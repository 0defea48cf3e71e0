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
  for (;;) {
    const { height } = client.best;
    const headers = await headersOn(client, fetch);
    if (headers.length > 0) client.follow(headers, nowMs());
    if (client.best.height <= height) return client;
    onProgress?.(client.best.height);
  }
}

/** What comes after the best header. Where another branch has taken its place meanwhile (or another node answers, that has another): from where the two part on, which is above what is final. */
async function headersOn(client: WorkClient, fetch: (from: number) => Promise<HeadersAnswer>): Promise<readonly string[]> {
  const lowest = client.finalHeight + 1;
  for (let at = client.best.height + 1, back = 1; ; at = Math.max(lowest, at - back), back *= 2) {
    const { headers } = await fetch(at);
    if (at === lowest || headers.length === 0 || client.connects(headers[0]!)) return headers;
  }
}
