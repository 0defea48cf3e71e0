import type Docker from 'dockerode';
import { LABELS, type Instance } from './names';

const AGAIN_AFTER_MS = 1_000;

/** Listens to what happens to this agent's containers, for as long as somebody watches; listens again when the engine was away. */
export class EngineEvents {
  private readonly watchers = new Set<(containerIds: readonly string[]) => void>();
  private stream: (NodeJS.ReadableStream & { destroy(): void }) | undefined;
  private again: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly docker: Docker,
    private readonly instance: Instance,
  ) {}

  /** @param changed gets the ids of the containers it is about. */
  watch(changed: (containerIds: readonly string[]) => void): () => void {
    this.watchers.add(changed);
    if (!this.stream && !this.again) void this.listen();
    return () => this.watchers.delete(changed);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.again);
    this.stream?.destroy();
  }

  private async listen(): Promise<void> {
    this.again = undefined;
    try {
      const filters = JSON.stringify({ type: ['container'], label: [`${LABELS.instance}=${this.instance.id}`], event: ['die', 'start', 'destroy', 'oom'] });
      const stream = (await this.docker.getEvents({ filters })) as NodeJS.ReadableStream & { destroy(): void };
      if (this.closed) return stream.destroy();
      this.stream = stream;
      stream.on('data', (lines: Buffer) => this.tell(idsIn(lines.toString('utf8'))));
      stream.on('error', () => undefined);
      stream.on('close', () => this.later());
    } catch {
      this.later();
    }
  }

  private tell(containerIds: readonly string[]): void {
    for (const changed of this.watchers) changed(containerIds);
  }

  private later(): void {
    this.stream = undefined;
    if (!this.closed) this.again = setTimeout(() => void this.listen(), AGAIN_AFTER_MS);
  }
}

/** A line of JSON each; a piece may hold several, or the half of one, which still names its container. */
function idsIn(lines: string): string[] {
  return [...lines.matchAll(/"id":"([0-9a-f]{64})"/g)].map(([, id]) => id ?? '');
}
