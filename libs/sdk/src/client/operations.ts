import { setTimeout as sleep } from 'node:timers/promises';
import type { Operation, Page } from '@bystack/api';
import { OperationFailed } from './errors';
import type { Http } from './http';
import { CLIENT_LIMITS } from './limits';
import { path } from './path';

export interface WaitOptions {
  readonly timeoutMs?: number;
  /** Called with every state that differs from the one before. */
  readonly onChange?: (operation: Operation) => void;
}

/** Long-running changes. */
export class OperationsClient {
  constructor(private readonly http: Http) {}

  list(): Promise<Page<Operation>> {
    return this.http.json('GET', '/operations');
  }
  show(id: string): Promise<Operation> {
    return this.http.json('GET', path`/operations/${id}`);
  }

  /** @returns the operation when it succeeded; throws OperationFailed with the operation's own code, or with OPERATION_TIMEOUT. */
  async wait(id: string, { timeoutMs = CLIENT_LIMITS.operationTimeoutMs, onChange }: WaitOptions = {}): Promise<Operation> {
    const deadline = performance.now() + timeoutMs;
    let seen = '';
    for (let pauseMs: number = CLIENT_LIMITS.operationPollFirstMs; ; pauseMs = Math.min(pauseMs * 1.5, CLIENT_LIMITS.operationPollMostMs)) {
      const operation = await this.show(id);
      if (seen !== (seen = JSON.stringify(operation.steps))) onChange?.(operation);
      if (operation.state === 'succeeded') return operation;
      if (operation.state === 'failed') throw new OperationFailed(id, operation.problem?.code ?? 'OPERATION_FAILED', operation.problem?.detail ?? `${operation.kind} failed`);
      if (performance.now() + pauseMs > deadline) throw new OperationFailed(id, 'OPERATION_TIMEOUT', `${operation.kind} is not done after ${timeoutMs / 1000} s; it goes on (operation ${id})`);
      await sleep(pauseMs);
    }
  }
}
