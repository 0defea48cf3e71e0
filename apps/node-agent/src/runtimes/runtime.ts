import type { PeerAddress, RuntimeKind, SeenBefore } from '@bystack/api';
import type { NodeFiles, NodeSpec } from '../wish/node-spec';

/** How a host runs chain nodes. Every method may be repeated without harm, and after a crash in the middle of itself. */
export interface Runtime {
  readonly kind: RuntimeKind;
  /** How often to compare although nothing was heard; seldom when `watch` hears everything. */
  readonly lookEveryMs: number;

  /** Why nothing can be started now, or nothing; and the software versions that can. */
  describe(): Promise<RuntimeFacts>;

  /** Where peers will reach a node that listens with this key and reserved port: host:port. */
  addressOf(nodeKey: string, port: number): string;

  /** Every node of this agent that left a trace on the host, found without the agent's memory. */
  list(): Promise<readonly LocalNode[]>;

  /** Makes the node's folder or volume. Data that is already there stays. A node that runs must be stopped first. */
  prepare(spec: NodeSpec, files: NodeFiles): Promise<void>;

  /** Starts the node unless it runs, and waits until it serves. @throws Failure PORT_TAKEN, NODE_NOT_READY, NODE_EXITED, … */
  start(nodeId: string): Promise<void>;

  /** Ends the node: politely, then by force. What it was prepared from stays. */
  stop(nodeId: string): Promise<void>;

  /** Replaces what the node knows of its peers, while it runs or not. */
  putPeers(nodeId: string, peers: readonly PeerAddress[]): Promise<void>;

  /** Tells the node what it was seen with, before it is started; null: that is not known, whatever it was told before. */
  putSeen(nodeId: string, seen: SeenBefore | null): Promise<void>;

  /** Forgets a stopped node; with `volume` its data too, beyond recovery. */
  remove(nodeId: string, volume: boolean): Promise<void>;

  /** The node's output, oldest first: the last `tail` lines, then what follows until `signal` if `follow`. */
  logs(nodeId: string, options: LogOptions): AsyncIterable<Uint8Array>;

  /** Where and with which secret its RPC answers; undefined while it does not run. */
  rpc(nodeId: string): Promise<RpcAddress | undefined>;

  /** Calls back soon after a node ended, started or vanished without being asked. @returns stop watching. */
  watch(changed: () => void): () => void;

  /** Lets go of everything but the nodes: they run on. */
  close(): Promise<void>;
}

export interface RuntimeFacts {
  readonly trouble?: string;
  readonly softwareVersions: readonly string[];
}

export interface LocalNode {
  readonly nodeId: string;
  /** Absent while the node is only half prepared, or removed but for its volume. */
  readonly spec?: NodeSpec;
  readonly volume: boolean;
  /** `starting`: alive, but not seen serving yet. */
  readonly life: 'none' | 'starting' | 'running';
  /** Process id or container id. */
  readonly ref?: string;
  readonly startedAtMs?: number;
  readonly restarts: number;
}

export interface RpcAddress {
  readonly host: string;
  readonly port: number;
  readonly token: string;
}

export interface LogOptions {
  readonly tail: number;
  readonly follow: boolean;
  readonly signal: AbortSignal;
}
