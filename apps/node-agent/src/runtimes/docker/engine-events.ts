import type Docker from 'dockerode';
import { LABELS, type Instance } from './names';

const AGAIN_AFTER_MS = 1_000;

/** Listens to what happens to this agent's containers, for as long as somebody watches; listens again when the engine was away. */
export class EngineEvents {
  private readonly watchers = new Set<() => void>();
  private stream: (NodeJS.ReadableStream & { destroy(): void }) | undefined;
  private again: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly docker: Docker,
    private readonly instance: Instance,
  ) {}

  watch(changed: () => void): () => void {
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
      stream.on('data', () => this.watchers.forEach((changed) => changed()));
      stream.on('error', () => undefined);
      stream.on('close', () => this.later());
    } catch {
      this.later();
    }
  }

  private later(): void {
    this.stream = undefined;
    if (!this.closed) this.again = setTimeout(() => void this.listen(), AGAIN_AFTER_MS);
  }
}
