import { Injectable } from '@nestjs/common';
import type { RehearsalRun } from '@bystack/api';
import { Database } from '../../platform/db';
import { fail, ProblemError } from '../../platform/errors';
import { isTold, NodeRelay, posted } from '../gateway';
import { REHEARSAL_LIMITS } from './limits';
import { RehearsalRow } from './rows';
import { Software } from './software';

/** Nodes that are busy or do not answer leave it to the next one. */
const NEXT = new Set(['NODE_UNREACHABLE', 'NODE_ANSWER_INVALID', 'REHEARSAL_RUNS']);
const isTrial = isTold('RehearsalRun');

/** What is asked of nodes: to begin, and how far it has come. Each question is answered at once, however long the trial takes. */
@Injectable()
export class Trials {
  constructor(
    private readonly database: Database,
    private readonly relay: NodeRelay,
    private readonly software: Software,
  ) {}

  /** On the best node that has the modules and is free; the one that failed it last comes last. Throws why none can. */
  async begin({ id, organisationId, chainId, changes, tries, nodeId: failed }: RehearsalRow): Promise<RehearsalRun> {
    const software = await this.software.of(organisationId, chainId, changes);
    const lacking = new Set(software.filter(({ standing }) => standing === 'lacks').map(({ nodeId }) => nodeId));
    const candidates = await this.relay.candidates(organisationId, chainId);
    const able = candidates.filter(({ nodeId }) => !lacking.has(nodeId));
    const order = (able.length > 0 ? able : candidates).sort((a, b) => Number(a.nodeId === failed) - Number(b.nodeId === failed));
    let last: unknown;
    for (const { nodeId } of order) {
      try {
        const run = await this.#ask(organisationId, chainId, nodeId, posted('/rehearsals', { changes }));
        await this.database.manager.update(RehearsalRow, { id }, { nodeId, runId: run.id, height: run.height, tries: tries + 1, software } as never);
        return run;
      } catch (error) {
        if (!(error instanceof ProblemError) || !NEXT.has(error.problem.code)) throw error;
        last = error;
      }
    }
    if (last instanceof ProblemError && last.problem.code === 'REHEARSAL_RUNS') fail('REHEARSAL_RUNS');
    throw last ?? fail('NODE_UNREACHABLE');
  }

  look({ organisationId, chainId, nodeId, runId }: RehearsalRow): Promise<RehearsalRun> {
    return this.#ask(organisationId, chainId, nodeId!, { method: 'GET', path: `/rehearsals/${encodeURIComponent(runId!)}` });
  }

  async #ask(organisationId: string, chainId: string, nodeId: string, request: ReturnType<typeof posted>): Promise<RehearsalRun> {
    return this.relay.jsonOf(organisationId, chainId, nodeId, { ...request, timeoutMs: REHEARSAL_LIMITS.timeoutMs }, isRun);
  }
}

/** The type, and that its numbers are whole: they are kept in the database. */
function isRun(told: unknown): told is RehearsalRun {
  return isTrial(told) && [told.height, told.done, told.of, told.tookMs].every((value) => Number.isSafeInteger(value));
}
