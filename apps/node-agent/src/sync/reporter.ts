import type { ObservedNode } from '@bystack/api';
import { LIMITS } from '../limits';
import type { Outlet } from '../relay/relay';
import { changesBetween } from './observed-changes';

export interface ReporterParts {
  readonly observed: () => readonly ObservedNode[];
  readonly desired: { readonly current: { readonly revision: number } | undefined };
}

/** Reports over one line: first everything, then what changed, several changes at once. */
export class Reporter {
  private reported: readonly ObservedNode[] | undefined;
  private timer: NodeJS.Timeout | undefined;
  private revision = -1;

  constructor(
    private readonly parts: ReporterParts,
    private readonly out: Pick<Outlet, 'send'>,
  ) {}

  /** Something visible changed: it is told soon, together with whatever else changes meanwhile. */
  soon(): void {
    this.timer ??= setTimeout(() => this.now(), LIMITS.reportAfterMs);
  }

  now(): void {
    this.close();
    const nodes = this.parts.observed();
    const complete = this.reported === undefined;
    const changes = changesBetween(this.reported ?? [], nodes);
    const revisionApplied = this.parts.desired.current?.revision ?? 0;
    if (complete || changes.length > 0 || revisionApplied !== this.revision) this.out.send({ kind: 'observed', complete, revisionApplied, nodes: changes });
    this.reported = nodes;
    this.revision = revisionApplied;
  }

  close(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
