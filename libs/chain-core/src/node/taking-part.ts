import type { PowStatus } from '../consensus/pow/pow-engine';
import type { Executor } from '../execution';
import type { StateEvidence, StateQuestionParts, WorkStateEvidence } from '../light';
import type { Message, Network } from '../network';
import type { Json } from '../primitives/json';
import type { Bytes } from '../primitives/bytes';
import type { SealedBlock } from '../protocol/block';
import type { CertificateSchemeName } from '../protocol/certificate-scheme';
import type { GenesisDocument } from '../protocol/genesis';
import type { Receipt, WorkReceipt } from '../protocol/receipt';
import type { SealedTransaction } from '../protocol/transaction';
import type { Burial } from './burial';
import type { RecordedPlace } from './chain-reader';
import type { Clock } from './clock';
import type { EngineInput } from './engine-input';
import type { Intake } from './intake';
import type { NodeCore } from './node-core';
import type { NodeLog } from './node-log';
import type { OpenChain } from './open-chain';
import type { Recovery } from './recovery/recovery';
import type { SeenBefore } from './recovery/seen-before';
import type { SplitView } from './split';

/** How a node takes part in its chain: with the votes of a committee (CommitteePart), or in open competition (Competing). Which one genesis says. */
export interface TakingPart {
  /** On chains of votes: letting a chain whose every node was restored start again. */
  readonly recovery?: Recovery;
  /** In words, what people must see to. */
  readonly trouble: string | undefined;
  /** Whether a node that nobody named may connect. */
  allows(nodeKey: string): boolean;

  /** The network listens. */
  begin(): void;
  /** Something for the engine, if there is one. */
  push(input: EngineInput): void;
  /** The disk has caught up with consensus. */
  resume(): void;
  /** The newest final block is the last of its epoch (see NodeCore). */
  epochIsOver(): void;
  /** There are new final blocks on disk. */
  onFinal(): void;

  onConnected(peer: string): void;
  onDisconnected(peer: string): void;
  onMessage(peer: string, message: Message): void;
  /** A transaction was admitted: others should hear of it. */
  spread(transaction: SealedTransaction): void;

  status(): PartStatus;
  peer(nodeKey: string): PeerStatus;
  /** Where depth makes final: how far a transaction in a block at this height (undefined: in none yet) is from it. */
  burial?(height: number | undefined): Burial;
  /** Evidence about a final transaction. @param anchorHeight where headers of work begin @throws Refusal NOT_BURIED_HERE, ANCHOR_OUT_OF_RANGE, NO_ANCHORS_HERE. */
  receipt(place: RecordedPlace, anchorHeight?: number): Promise<Receipt | WorkReceipt>;
  /** Evidence about the state after a final block. @throws Refusal as `receipt`; STATE_NOT_CERTIFIED: no quorum has signed it yet. */
  stateEvidence(asked: StateQuestionParts, block: SealedBlock, anchorHeight?: number): Promise<StateEvidence | WorkStateEvidence>;
  /** Mines with so many threads. @throws Refusal NOT_MINED_HERE, THREADS_OUT_OF_RANGE. */
  mine(threads: number): void;
  /** Forgets the chain and fetches that of others anew, when this node is closed and started again. @throws Refusal NOT_SPLIT, SPLIT_CHANGED {forkHeight}; NOT_MINED_HERE where nobody mines. */
  rejoin(forkHeight: number): void;
  /** One command to the kernel, encoded, signed as this node's seat. @throws Refusal NO_SEAT_HERE where nobody votes. */
  sign(command: string, payload: Json): Bytes;
  /** The registration of a voting key for this node's seat, encoded and signed. @throws Refusal NO_SEAT_HERE, NO_VOTE_HERE. */
  signKeyChange(scheme: CertificateSchemeName): Bytes;

  /** Decides nothing any more, and says nothing. */
  stop(): void;
}

export interface PartStatus {
  readonly epoch: number;
  /** Place of this node among those who decide; undefined: it has none. */
  readonly seat: number | undefined;
  /** How many decide; 0 where nobody votes. */
  readonly committeeSeats: number;
  readonly view: number;
  readonly leader: number;
  /** Final blocks are being fetched from others. */
  readonly syncing: boolean;
  /** The state of a block is being fetched instead of the blocks before it; `share` of it is here, from 0 to 1. */
  readonly snapshot?: { readonly height: number; readonly share: number };
  /** On chains of votes, while this node gave up its votes of this epoch, or has forgotten them. */
  readonly recovery?: RecoveryStatus;
  /** On chains of proof of work. */
  readonly competition?: MiningStatus;
}

/** Why a node gives no vote, or none before others have told it what it signed. */
export interface RecoveryStatus {
  /** It was confirmed here that the chain is to start again. */
  readonly isPrepared: boolean;
  /** Seats that must take part in starting again. */
  readonly needed: number;
  /** What it was seen with and has no more. */
  readonly seenBefore?: SeenBefore;
}

/** What an operator sees of mining. */
export interface MiningStatus extends PowStatus {
  /** Others follow a branch of more work that leaves what is final here. */
  readonly split?: SplitView;
  readonly threads: number;
  readonly threadsMax: number;
  readonly hashesPerSecond: number;
}

export interface PeerStatus {
  readonly seat: number | null;
  /** What it claims to have; null: it claimed nothing. */
  readonly finalHeight: number | null;
}

/** What any part is made of. */
export interface PartParts {
  readonly genesis: GenesisDocument;
  readonly chain: OpenChain;
  readonly executor: Executor;
  readonly intake: Intake;
  readonly clock: Clock;
  readonly log: NodeLog;
  readonly core: NodeCore;
  readonly network: Network;
  onFatal(error: unknown): void;
}
