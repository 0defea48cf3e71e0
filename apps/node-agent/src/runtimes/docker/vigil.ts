import { setTimeout as delay } from 'node:timers/promises';
import type { Container } from 'dockerode';
import { Failure } from '../../failure';
import { LIMITS } from '../../limits';
import { askNode } from '../../relay/ask-node';
import { failureOfExit } from '../exit-code';
import { lastLine } from './container-logs';
import type { Found, Inventory } from './inventory';
import { RPC_PORT, type Instance } from './names';

const LOOK_EVERY_MS = 25;
const KNOCKS = 8;
const KNOCK_TIMEOUT_MS = 500;

export interface VigilParts {
  readonly inventory: Inventory;
  readonly container: (nodeId: string) => Container;
}

/** Waits at a container that was started until its node serves, or is known not to. */
export class Vigil {
  constructor(
    private readonly instance: Instance,
    private readonly parts: VigilParts,
  ) {}

  /** @returns which run of the container serves. @throws Failure when the node ended instead, or takes too long. */
  async untilServing(nodeId: string): Promise<string> {
    const giveUp = Date.now() + LIMITS.readyWithinMs;
    const first = await this.parts.inventory.one(nodeId);
    for (let found = first; Date.now() < giveUp; found = await this.parts.inventory.one(nodeId)) {
      if (isBeingRevived(found, first)) {
        await delay(LOOK_EVERY_MS);
        continue;
      }
      if (!found?.alive) throw failureOfExit(found?.exitCode ?? null, await lastLine(this.parts.container(nodeId)));
      if (await this.answersSoon(found.address, nodeId)) return found.lifeId;
    }
    throw new Failure('NODE_NOT_READY', `The node did not serve within ${LIMITS.readyWithinMs / 1000} s.`);
  }

  /** Knocks a few times before the engine is asked again whether the node still lives; silence is asked about at once. */
  private async answersSoon(host: string | undefined, nodeId: string): Promise<boolean> {
    for (let knocks = 0; knocks < KNOCKS; knocks += 1) {
      const answer = host === undefined ? 'silence' : await this.knock(host, nodeId);
      if (answer === 'served') return true;
      await delay(LOOK_EVERY_MS);
      if (answer === 'silence') return false;
    }
    return false;
  }

  private async knock(host: string, nodeId: string): Promise<'served' | 'refused' | 'silence'> {
    try {
      await askNode({ host, port: RPC_PORT, token: this.instance.rpcToken(nodeId) }, { method: 'GET', path: '/status', timeoutMs: KNOCK_TIMEOUT_MS });
      return 'served';
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED' ? 'refused' : 'silence';
    }
  }
}

/** A node that had died before is being brought back by the engine: one more chance, not a failure. A second death is. */
function isBeingRevived(found: Found | undefined, first: Found | undefined): boolean {
  return found !== undefined && found.restarting && found.restarts <= (first?.restarts ?? 0);
}
