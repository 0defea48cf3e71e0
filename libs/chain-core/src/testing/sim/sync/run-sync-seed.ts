import { equalBytes } from '../../../primitives/bytes';
import type { SealedBlock } from '../../../protocol/block';
import { CatchUp } from '../../../sync/catch-up';
import { Random } from '../random';
import { Schedule } from '../schedule';
import { settled } from '../settled';
import type { SeedOptions, SeedResult, SimEngine, Violation } from '../sim-engine';
import { Trace } from '../trace';
import { SyncChain, SYNC_CHAIN_ID, SYNC_COMMITTEE } from './sync-chain';
import { honestPeer, SYNC_LIARS, type SyncPeer } from './sync-peers';

const LIARS_MAX = 3;
/** Each liar may cost an answer that never comes, again and again, but ever more rarely. */
const CAUGHT_UP_WITHIN_MS = 45_000;
const QUESTIONS_MAX = 400;
const CLAIM_EVERY_US = 1_000_000;
const APPLY_US_MAX = 30_000;

/** A node that missed most of a chain, among honest peers and up to three liars: it must get there, believe nothing uncertified, and drop only the guilty. */
export async function runSyncSeed({ seed }: SeedOptions): Promise<SeedResult> {
  const world = new SyncWorld(new Random(seed, 5));
  await world.run();
  const { violations, trace } = world;
  return { seed, violations, isFinished: violations.length === 0, traceHash: trace.digest() };
}

class SyncWorld {
  readonly violations: Violation[] = [];
  readonly trace = new Trace();
  private readonly schedule = new Schedule();
  private readonly chain: SyncChain;
  private readonly peers: ReadonlyMap<string, SyncPeer>;
  private readonly applied: SealedBlock[];
  private readonly catchUp: CatchUp;
  private questions = 0;

  constructor(private readonly random: Random) {
    this.chain = new SyncChain(random.between(20, 900), random.between(1, 9));
    this.peers = this.meetPeers();
    this.applied = this.chain.blocks.slice(0, random.pick([1, 1, 10]));
    this.catchUp = new CatchUp({ votes: random.chance(300) }, {
      expected: () => ({ chainId: SYNC_CHAIN_ID, committee: SYNC_COMMITTEE, parent: { height: this.applied.length - 1, id: this.applied.at(-1)!.id } }),
      ask: (peer, request, fromHeight) => this.ask(peer, request, fromHeight),
      isHeldBack: () => false,
      announce: () => undefined,
      apply: (blocks) => this.apply(blocks),
      drop: (peer) => this.dropped(peer),
      nowMs: () => this.nowMs,
      later: (pauseMs, call) => this.later(pauseMs * 1000, call),
    });
  }

  async run(): Promise<void> {
    for (const [name, peer] of this.peers) {
      this.later(this.random.below(500_000), () => {
        this.catchUp.onConnected(name);
        if (peer.keptFrom > 1) this.catchUp.onKeptFrom(name, peer.keptFrom);
        this.claim(name, peer);
      });
    }
    while (this.applied.length <= this.chain.height && this.violations.length === 0 && this.schedule.step(CAUGHT_UP_WITHIN_MS * 1000)) await settled();
    if (this.applied.length <= this.chain.height && this.violations.length === 0) this.violate('progress', `at height ${this.applied.length - 1} of ${this.chain.height} after ${CAUGHT_UP_WITHIN_MS} ms`);
    this.trace.number(this.nowMs);
  }

  private get nowMs(): number {
    return Math.floor(this.schedule.nowUs / 1000);
  }

  /** The newest final block of the chain: a few are made while the node catches up. */
  private get head(): number {
    return Math.min(this.chain.height, this.chain.height - 10 + Math.floor(this.nowMs / 1_000));
  }

  private meetPeers(): Map<string, SyncPeer> {
    const { chain, random } = this;
    const liars = random.shuffled(Object.keys(SYNC_LIARS)).slice(0, random.below(LIARS_MAX + 1));
    // Several of the silent are worse than one.
    if (random.chance(250)) liars.push(...['claims most, and is silent', 'claims most, and is silent', 'claims most, and is silent'].slice(liars.length));
    const honest: [string, SyncPeer][] = Array.from({ length: random.between(1, 3) }, (_, i) => [`honest ${i}`, honestPeer(chain, i > 0 && random.chance(500) ? random.below(chain.height) : 1, i > 0 ? random.below(15) : 0)]);
    return new Map(random.shuffled([...honest, ...liars.map((liar, i): [string, SyncPeer] => [`liar ${i}: ${liar}`, { isHonest: false, keptFrom: 1, ...SYNC_LIARS[liar]!(chain, random) }])]));
  }

  private claim(name: string, peer: SyncPeer): void {
    this.catchUp.onClaim(name, peer.claim(this.head));
    this.later(CLAIM_EVERY_US, () => this.claim(name, peer));
  }

  private ask(name: string, request: number, fromHeight: number): void {
    this.trace.number(fromHeight);
    this.questions += 1;
    if (this.questions > QUESTIONS_MAX) return this.violate('quiet', `it asked ${this.questions} times`);
    this.later(this.random.between(1_000, 60_000), () => {
      const answer = this.peers.get(name)!.answer(fromHeight, this.head);
      if (answer !== undefined) this.later(this.random.between(1_000, 60_000), () => void this.catchUp.onBlocks(name, request, answer).catch((error: Error) => this.violate('crash', error.stack ?? error.message)));
    });
  }

  private async apply(blocks: readonly SealedBlock[]): Promise<void> {
    await new Promise<void>((resolve) => this.later(this.random.below(APPLY_US_MAX), resolve));
    for (const block of blocks) {
      const { height } = block.header;
      if (height !== this.applied.length || !equalBytes(block.id, this.chain.blocks[height]?.id ?? new Uint8Array(0))) return this.violate('certified', `block ${height} was taken for final, and is not`);
      this.applied.push(block);
    }
  }

  private dropped(name: string): void {
    this.trace.number(this.applied.length);
    if (this.peers.get(name)!.isHonest) this.violate('only the guilty', `${name} was dropped`);
    this.catchUp.onDisconnected(name);
    this.later(10_000_000, () => this.catchUp.onConnected(name));
  }

  private later(delayUs: number, action: () => void): () => void {
    let isOff = false;
    this.schedule.after(delayUs, () => isOff || action());
    return () => void (isOff = true);
  }

  private violate(invariant: string, what: string): void {
    this.violations.push({ invariant, what });
  }
}

/** Fetching final blocks from peers, for `npm run sim -- --engine sync`. */
export const SYNC_SIM: SimEngine = { runSeed: runSyncSeed, mutants: [] };
