import type { CompetitionStatus, PeerAddress, RecoveryStatus } from './node-rpc';

/**
 * The conversation between control plane and agent. The agent opens it; nothing inbound is needed on the host.
 *   POST https://CP:AGENT_PORT/agent/v1/enrol     EnrolRequest → EnrolAnswer       (no client certificate; join token buys the first one)
 *   POST https://CP:AGENT_PORT/agent/v1/renew     RenewRequest → EnrolAnswer       (client certificate)
 *   WSS  wss://CP:AGENT_PORT/agent/v1/sync        one JSON message a frame         (client certificate; subject CN is the host id)
 * The server's certificate is from the control plane's own CA, whose SHA-256 fingerprint is in the join token.
 */
export const AGENT_PROTOCOL = 1;

/** What `bystack host join` takes: base64url of this as JSON. Single use, short-lived. */
export interface JoinToken {
  readonly url: string;
  readonly caFingerprint: string;
  readonly secret: string;
}
export interface EnrolRequest {
  readonly secret: string;
  readonly csrPem: string;
  readonly facts: HostFacts;
}
export interface RenewRequest {
  readonly csrPem: string;
}
export interface EnrolAnswer {
  readonly hostId: string;
  readonly certificatePem: string;
  readonly caPem: string;
}

export type RuntimeKind = 'process' | 'docker';

export interface HostFacts {
  readonly name: string;
  readonly agentVersion: string;
  readonly runtime: RuntimeKind;
  /** Why the runtime cannot start nodes now (e.g. Docker does not answer); absent when it can. */
  readonly runtimeTrouble?: string;
  /** The audit trail's head went back: the agent kept its newer one. Absent when all is well. */
  readonly auditTrouble?: string;
  readonly platform: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly diskFreeBytes: number;
  /** How many nodes this host is willing to carry in all. */
  readonly nodesMax: number;
  /** Software versions it can start. */
  readonly softwareVersions: readonly string[];
}

/** A voting key, and its signature over the node key: shows that one holder has both. */
export interface ProvedVotingKey {
  readonly votingKey: string;
  readonly proofOfPossession: string;
}

/**
 * Public half of a key pair made on the host. `address` is where a node with it will listen for peers. The voting key is an Ed25519 one; `bls` is the
 * one for chains with `bls` certificates, made from the same secret (absent: the agent is too old for such chains).
 */
export interface SpareKeys extends ProvedVotingKey {
  readonly nodeKey: string;
  readonly bls?: ProvedVotingKey;
  readonly address: string;
}

export type NodeWish = 'running' | 'stopped' | 'absent';

/** The complete wish for one node. A node that is not listed is left alone and reported as unlisted; only `absent` removes. */
export interface DesiredNode {
  readonly nodeId: string;
  readonly chainId: string;
  readonly wish: NodeWish;
  /** With `absent`: also destroy its data and keys. */
  readonly removeVolume: boolean;
  /** Which of the host's deposited keys it uses (hex node key). Bound durably to chainId at first use; another chain id is refused. */
  readonly nodeKey: string;
  /** Of the pair's voting keys the one that the chain's certificates call for. */
  readonly votingKey: string;
  readonly softwareVersion: string;
  /** It is not among the founding seats: it follows the chain until a proposal there gives it a seat. Left out: its keys must be in the genesis document. */
  readonly joins?: true;
  /** Exact bytes of the genesis document, base64; hash must equal chainId. */
  readonly genesis: string;
  readonly peers: readonly PeerAddress[];
  readonly limits: { readonly memoryBytes: number; readonly cpuShare: number; readonly pids: number };
  /** A pruned node keeps the transactions of so many newest blocks; left out: an archive node, which keeps everything. */
  readonly keepBlocks?: number;
  /** Rises with every change of this node's wish. */
  readonly generation: number;
}

export type NodeState = 'absent' | 'preparing' | 'starting' | 'running' | 'stopping' | 'stopped' | 'failed' | 'removing';

export interface CommitteeSeen {
  readonly epoch: number;
  readonly seats: number;
  readonly place: number | null;
}

/** What the agent saw, never what it was asked. */
export interface ObservedNode {
  readonly nodeId: string;
  readonly chainId: string;
  readonly state: NodeState;
  /** Generation of the wish this observation is about. */
  readonly generation: number;
  readonly nodeKey: string;
  readonly address?: string;
  /** Process id or container id. */
  readonly runtimeRef?: string;
  readonly startedAtMs?: number;
  readonly restarts: number;
  /** From the node's own status call; absent when it does not answer. */
  readonly status?: {
    readonly headHeight: number;
    readonly finalHeight: number;
    readonly finalBlockId: string;
    readonly finalTimeMs: number;
    readonly peersConnected: number;
    readonly peersKnown: number;
    readonly rssBytes: number;
    readonly syncing: boolean;
    /** The committee that this node knows of, and its own place in it (null: it follows without voting). Absent where nobody votes. */
    readonly committee?: CommitteeSeen;
    /** See NodeStatus. */
    readonly recovery?: RecoveryStatus;
    /** On chains of open competition. */
    readonly competition?: CompetitionStatus;
    readonly trouble?: string;
  };
  /** A stable code and a sentence, when state is failed or the last start failed. */
  readonly problem?: { readonly code: string; readonly detail: string };
  readonly observedAtMs: number;
}

/** Where an organisation's audit trail ends: its newest entry. An empty trail has sequence 0 and a hash of zeros. */
export interface AuditHead {
  readonly sequence: number;
  readonly hash: string;
}
/** The newest head an agent keeps as a witness, and the life of the control plane it was told in. Within one life it never goes back. */
export interface AuditHeadKept extends AuditHead {
  readonly incarnation: string;
}

export type AgentToControl =
  | { readonly kind: 'hello'; readonly protocol: number; readonly facts: HostFacts; readonly incarnationSeen: string | null; readonly revisionApplied: number; readonly auditHeadKept?: AuditHeadKept | null }
  | { readonly kind: 'facts'; readonly facts: HostFacts }
  /** `complete`: the list is every node of this host; otherwise only what changed. */
  | { readonly kind: 'observed'; readonly complete: boolean; readonly revisionApplied: number; readonly nodes: readonly ObservedNode[] }
  | { readonly kind: 'spares'; readonly keys: readonly SpareKeys[] }
  | { readonly kind: 'response'; readonly id: string; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly bodyBase64: string }
  /** A streaming answer (events, logs): response with the head first, then chunks, then end. */
  | { readonly kind: 'chunk'; readonly id: string; readonly bodyBase64: string }
  | { readonly kind: 'end'; readonly id: string; readonly problem?: { readonly code: string; readonly detail: string } }
  | { readonly kind: 'pong'; readonly nonce: number };

export type ControlToAgent =
  | { readonly kind: 'welcome'; readonly protocol: number; readonly incarnation: string; readonly sparesWanted: number }
  /** The whole wish for this host at `revision`. Older revisions of the same incarnation are ignored. */
  | { readonly kind: 'desired'; readonly incarnation: string; readonly revision: number; readonly nodes: readonly DesiredNode[]; readonly auditHead: AuditHead }
  /** The control plane took these deposited keys (they are in a genesis document). */
  | { readonly kind: 'spares-taken'; readonly nodeKeys: readonly string[]; readonly sparesWanted: number }
  /** Relay to a node: `path` begins with `/` and goes to its RPC, or is `/agent/logs?tail=N&follow=1`, answered by the agent as text lines. */
  | { readonly kind: 'request'; readonly id: string; readonly nodeId: string; readonly method: 'GET' | 'POST'; readonly path: string; readonly headers: Readonly<Record<string, string>>; readonly bodyBase64: string; readonly stream: boolean }
  | { readonly kind: 'cancel'; readonly id: string }
  | { readonly kind: 'ping'; readonly nonce: number };
