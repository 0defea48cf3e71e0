import type { BftRules } from '../../../consensus/bft/rules';
import type { BlockRef } from '../../../consensus/engine';
import { taggedHash } from '../../../crypto/hash';
import { utf8, type Bytes } from '../../../primitives/bytes';
import type { Committee } from '../../../protocol/vote';
import { makeBftEngine } from '../bft-cluster';
import { Invariants } from '../invariants';
import { Random } from '../random';
import { Schedule } from '../schedule';
import { readMessage } from '../read-message';
import { readSimBlock } from '../sim-block';
import { SimNode } from '../sim-node';
import { TOY_LISTS } from '../sim-keys';
import { Trace } from '../trace';
import type { Envelope, World } from '../world';
import { areTogether, TWINS_PARTICIPANTS, TWINS_SEATS, type TwinsCase } from './twins-case';

const DELAY_US = 1_000;
/** Short, so that a case is over soon; a view's partition outlasts its timer once. */
const PARAMETERS = { viewTimerMs: 50, viewTimerMsMax: 200, heartbeatMs: 0 };
const PARTITION_US = 120_000;

/** Five participants on four seats: messages about a view travel only within the groups of that view, until the view has lasted long. */
export class TwinsWorld {
  readonly schedule = new Schedule();
  readonly trace = new Trace();
  readonly invariants: Invariants;
  readonly nodes: readonly SimNode[];
  private readonly random: Random;
  private readonly chainId = taggedHash('simulated chain', utf8('twins'));
  private readonly committee: Committee;
  /** When the first message about a view was sent. */
  private readonly beganUs = new Map<number, number>();

  constructor(
    seed: number,
    private readonly twins: TwinsCase,
    private readonly rules?: BftRules,
  ) {
    this.random = new Random(seed, 2);
    const seats = Array.from({ length: TWINS_SEATS }, (_, seat) => ({ votingKey: TOY_LISTS.publicKey(seat), nodeKey: TOY_LISTS.publicKey(seat) }));
    this.committee = { epoch: 0, scheme: 'ed25519', seats };
    this.invariants = new Invariants(this.chainId, this.committee, TOY_LISTS, (seat) => seat !== 0);
    this.nodes = TWINS_PARTICIPANTS.map((seat, participant) => this.makeNode(seat, participant));
  }

  get honest(): readonly SimNode[] {
    return this.nodes.filter(({ seat }) => seat !== 0);
  }

  /** Runs until `isDone`, at most for so long. @returns whether it was done. */
  run(forMs: number, isDone: () => boolean): boolean {
    const untilUs = this.schedule.nowUs + forMs * 1000;
    while (!isDone()) {
      if (this.invariants.violations.length > 0 || !this.schedule.step(untilUs)) return false;
    }
    return true;
  }

  private makeNode(seat: number, participant: number): SimNode {
    const makeEngine = makeBftEngine(this.rules, PARAMETERS, { kind: 'mesh' }, this.twins.leaders);
    const readBlock = (bytes: Bytes): BlockRef | undefined => this.readBlock(bytes);
    const options = { seat, habits: { blockTransactionsMax: 1 }, clockAheadMs: 0, driftPpm: 0, timerPermille: 1000, salt: participant, reaches: () => true };
    const factory = (_: number, restored: Parameters<typeof makeEngine>[0]['restored']) => makeEngine({ chainId: this.chainId, committee: this.committee, keys: TOY_LISTS, seat, restored, readBlock });
    return new SimNode({ ...options, factory }, this.seenBy(participant), this.invariants);
  }

  private seenBy(participant: number): World {
    return {
      seats: TWINS_SEATS,
      keys: TOY_LISTS,
      schedule: this.schedule,
      random: this.random,
      send: (_, to, envelope) => this.send(participant, to, envelope),
      losesPower: () => false,
      diskFault: () => undefined,
      verifyFinality: (block, certificate) => this.invariants.isFinalised(block, certificate),
    };
  }

  /** Both twins hear what is said to their seat. Everybody has the same work from the start, so it need not be told. */
  private send(from: number, toSeat: number, envelope: Envelope): void {
    if (envelope.kind === 'gossip') return;
    const view = viewOf(envelope) ?? this.nodes[from]!.status()?.view ?? 1;
    if (!this.beganUs.has(view)) this.beganUs.set(view, this.schedule.nowUs);
    const isParted = this.schedule.nowUs - this.beganUs.get(view)! < PARTITION_US;
    TWINS_PARTICIPANTS.forEach((seat, to) => {
      if (seat !== toSeat || (isParted && !areTogether(this.twins, view, from, to))) return;
      this.schedule.after(DELAY_US + this.random.below(DELAY_US), () => this.deliver(from, to, envelope));
    });
  }

  private deliver(from: number, to: number, envelope: Envelope): void {
    this.trace.number(this.schedule.nowUs * 64 + from * 8 + to);
    if (envelope.kind === 'engine') this.trace.bytes(envelope.bytes);
    this.nodes[to]!.receive(TWINS_PARTICIPANTS[from]!, envelope);
  }

  private readBlock(bytes: Bytes): BlockRef | undefined {
    const block = readSimBlock(bytes);
    if (block !== undefined) this.invariants.saw(block);
    return block;
  }
}

/** What view a message is about; undefined: no particular one. */
function viewOf(envelope: Envelope): number | undefined {
  if (envelope.kind !== 'engine') return undefined;
  const message = readMessage(envelope.bytes);
  if (message.kind === 'vote') return message.vote.view;
  if (message.kind === 'stand') return message.view;
  return message.kind === 'proposal' ? readSimBlock(message.block)?.view : undefined;
}
