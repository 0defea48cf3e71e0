import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { HostFacts } from '@bystack/api';
import type { Logger } from 'pino';
import { backoffMs } from './backoff';
import { Closing } from './closing';
import { lockFolder } from './files/lock-folder';
import { hostFacts } from './host-facts';
import { KeyFiles } from './keys/key-files';
import { KeyPool } from './keys/key-pool';
import { portFree } from './keys/port-free';
import { LIMITS } from './limits';
import { observe } from './reconcile/observe';
import { Reconciler } from './reconcile/reconciler';
import { SeenNodes } from './reconcile/seen-nodes';
import { StatusPoller } from './reconcile/status-poller';
import type { Runtime } from './runtimes/runtime';
import type { AgentSettings } from './settings';
import { enrol } from './sync/certificate';
import { Conversation } from './sync/conversation';
import { IdentityStore, type Identity } from './sync/identity';
import { JoinRefused, readJoinToken } from './sync/join-token';
import { DesiredStore } from './wish/desired-store';

export interface AgentParts {
  readonly runtime: Runtime;
  readonly version: string;
  readonly log: Logger;
}
export interface RunningAgent {
  readonly hostId: string;
  /** Ends the agent; nodes run on unless `stopNodes`. Their wishes stay, so the next start brings them back. */
  close(options?: { readonly stopNodes?: boolean }): Promise<void>;
}

/** Wires one agent by hand, and closes it in the reverse order, also when it cannot be wired to the end. */
export async function startAgent(settings: AgentSettings, { runtime, version, log }: AgentParts): Promise<RunningAgent> {
  const { dataFolder, nodesMax, name } = settings;
  const closing = new Closing();
  try {
    closing.add(lockFolder(dataFolder));
    closing.add(() => runtime.close());
    const identities = new IdentityStore(join(dataFolder, 'identity'));
    const host = settings.advertise === undefined ? '127.0.0.1' : '0.0.0.0';
    const keys = new KeyPool({ portBase: settings.portBase }, { files: new KeyFiles(join(dataFolder, 'keys')), portFree: (port) => portFree(host, port) });
    const desired = new DesiredStore(dataFolder);
    const seen = closing.add(new SeenNodes(dataFolder, log));
    const facts = () => hostFacts({ name, version, nodesMax, folder: dataFolder, auditTrouble: desired.auditTrouble }, runtime);

    const line: { conversation?: Conversation } = {};
    const reconciler = closing.add(new Reconciler({ runtime, keys, seen, desired, nodesMax, log }, () => line.conversation?.changed()));
    const poller = closing.add(new StatusPoller({ runtime, seen, nodes: () => reconciler.nodes }, () => line.conversation?.changed()));
    reconciler.kick();

    const identity = identities.read() ?? (await enrolPatiently(identities, settings.joinToken, facts, log));
    const conversation = new Conversation(identity, {
      ...{ log, identities, runtime, facts, desired },
      observed: () => observe({ desired: desired.current, locals: reconciler.nodes, workOf: (id) => reconciler.workOf(id), statusOf: (id) => poller.statusOf(id), nowMs: Date.now() }),
      spares: () => keys.spares().map(({ record: { port, ...key } }) => ({ ...key, address: runtime.addressOf(key.nodeKey, port) })),
      restock: async (taken, wanted) => {
        keys.take(taken);
        await keys.fill(wanted);
      },
      wished: () => reconciler.kick(),
    });
    line.conversation = closing.add(conversation);
    return { hostId: identity.hostId, close: (options) => close(closing, options?.stopNodes ? { reconciler, runtime, conversation } : undefined) };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

/** With `nodes` they are stopped after the last decision was taken and before the runtime is let go. */
async function close(closing: Closing, nodes?: { readonly conversation: Conversation; readonly reconciler: Reconciler; readonly runtime: Runtime }): Promise<void> {
  if (nodes) {
    nodes.conversation.close();
    await nodes.reconciler.close();
    const alive = (await nodes.runtime.list()).filter((node) => node.life !== 'none');
    await Promise.all(alive.map((node) => nodes.runtime.stop(node.nodeId)));
  }
  await closing.close();
}

/** Tries until the control plane answers. Only its refusal ends the wait. */
async function enrolPatiently(store: IdentityStore, joinToken: string | undefined, facts: () => Promise<HostFacts>, log: Logger): Promise<Identity> {
  if (joinToken === undefined) throw new JoinRefused('This host is not enrolled; give it a join token with --join or JOIN_TOKEN.');
  const token = readJoinToken(joinToken);
  for (let tries = 1; ; tries += 1) {
    try {
      return await enrol(store, token, await facts());
    } catch (error) {
      if (error instanceof JoinRefused) throw error;
      log.warn({ why: (error as Error).message, url: token.url }, 'could not enrol yet');
      await delay(backoffMs(tries, LIMITS.reconnectMs));
    }
  }
}
