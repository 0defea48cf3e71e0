import { keyPairFromSeed, sign } from '../../crypto/sign';
import { hash } from '../../crypto/hash';
import { Reader } from '../../codec/reader';
import { Writer } from '../../codec/writer';
import type { Bytes } from '../../primitives/bytes';
import { toHex } from '../../primitives/bytes';
import { decodeCertificate } from '../../protocol/encode-vote';
import { schemeOf, verifyCertificate } from '../../protocol/verify-certificate';
import { voteSigningBytes } from '../../protocol/ids';
import type { Committee, Vote } from '../../protocol/vote';
import type { BlockRef, EngineEffect, EngineEvent } from '../engine';
import { BftEngine } from './bft-engine';
import { BFT_LIMITS } from './limits';
import { decodeMessage, encodeProposal, encodeStand, encodeVoteMessage } from './message-codec';
import type { BftOptions } from './options';
import type { BftState } from './state';

const chainId = hash(Uint8Array.of(1));

function readBlock(bytes: Bytes): BlockRef | undefined {
  const reader = new Reader(bytes);
  const ref = { parentId: reader.fixed(32, 'parentId'), height: reader.u53('h'), view: reader.u53('v'), proposer: reader.u8('p'), timeMs: reader.u53('t') };
  return { ...ref, id: hash(bytes), bytes };
}
function makeBlock(parent: BlockRef, view: number, proposer: number, timeMs = 0): BlockRef {
  return readBlock(new Writer().fixed(parent.id, 32).u53(parent.height + 1).u53(view).u8(proposer).u53(timeMs).finish())!;
}
const genesis = readBlock(new Writer().fixed(new Uint8Array(32), 32).u53(0).u53(0).u8(0).u53(0).finish())!;

/** Engines whose messages arrive at once and in order; timers never run out. */
class Committed {
  readonly keys;
  readonly committee: Committee;
  readonly engines: BftEngine[];
  readonly finals: string[][];
  readonly effects: EngineEffect[][];
  readonly sent: { from: number; to: number; bytes: Bytes }[] = [];
  private readonly blocks = new Map<string, BlockRef>([[toHex(genesis.id), genesis]]);

  constructor(n: number) {
    this.keys = Array.from({ length: n }, (_, i) => keyPairFromSeed(new Uint8Array(32).fill(i + 1)));
    this.committee = { epoch: 0, scheme: 'ed25519', seats: this.keys.map(({ publicKey }) => ({ votingKey: publicKey, nodeKey: publicKey })) };
    this.engines = this.keys.map((_, seat) => this.engine(seat));
    this.finals = this.keys.map(() => []);
    this.effects = this.keys.map(() => []);
  }

  engine(seat: number | undefined, log: readonly Bytes[] = []): BftEngine {
    const parameters = { viewTimerMs: 400, viewTimerMsMax: 3000, heartbeatMs: 5000 };
    const options: BftOptions = { chainId, committee: this.committee, seat, parameters, blockBytesMax: 1000 };
    const parts = { sign: (message: Bytes) => sign(message, this.keys[seat!]!), scheme: schemeOf(this.committee), readBlock };
    return new BftEngine(options, parts, { log, final: genesis, certificate: undefined });
  }

  give(seat: number, event: EngineEvent): void {
    const effects = this.engines[seat]!.step(event);
    this.effects[seat]!.push(...effects);
    for (const effect of effects) this.perform(seat, effect);
  }

  deliver(): void {
    for (let message = this.sent.shift(); message !== undefined; message = this.sent.shift()) {
      this.give(message.to, { kind: 'message', from: message.from, bytes: message.bytes, nowMs: 0 });
    }
  }

  private perform(seat: number, effect: EngineEffect): void {
    if (effect.kind === 'send') {
      this.overhear(seat, effect.bytes);
      const to = effect.to === 'all' ? this.engines.keys() : [effect.to];
      for (const other of to) if (other !== seat) this.sent.push({ from: seat, to: other, bytes: effect.bytes });
    } else if (effect.kind === 'check') {
      this.give(seat, { kind: 'checked', blockId: effect.block.id, valid: true, nowMs: 0 });
    } else if (effect.kind === 'build') {
      const block = makeBlock(this.blocks.get(toHex(effect.parentId))!, effect.view, seat);
      this.blocks.set(toHex(block.id), block);
      this.give(seat, { kind: 'built', view: effect.view, block: this.built.includes(effect.view) ? block : undefined, nowMs: 0 });
    } else if (effect.kind === 'final') {
      expect(verifyCertificate(decodeCertificate(effect.certificate), this.committee, chainId)).toBe(true);
      this.finals[seat]!.push(toHex(effect.blockId));
    }
  }

  overhear: (from: number, bytes: Bytes) => void = () => undefined;
  /** Views in which there is something to put into a block. */
  built: number[] = [1];
}

describe('BftEngine', () => {
  it.each([1, 2, 3, 4, 7])('makes one waiting transaction final with %i seats, and then rests', (n) => {
    const chain = new Committed(n);
    chain.engines.forEach((_, seat) => chain.give(seat, { kind: 'started', nowMs: 0 }));
    chain.deliver();
    chain.engines.forEach((_, seat) => chain.give(seat, { kind: 'work', waiting: true, nowMs: 0 }));
    chain.deliver();
    expect(new Set(chain.finals.map((it) => it.join())).size).toBe(1);
    expect(chain.finals[0]).toHaveLength(1);
    expect(chain.engines.map((engine) => engine.status().finalHeight)).toEqual(new Array(n).fill(1));
    chain.engines.forEach((_, seat) => chain.give(seat, { kind: 'work', waiting: false, nowMs: 0 }));
    expect(chain.sent).toEqual([]);
    for (const effects of chain.effects) {
      const timers = effects.filter((it) => it.kind === 'set-timer' || it.kind === 'cancel-timer').filter((it) => it.name === 'view');
      expect(timers.at(-1)?.kind).toBe('cancel-timer');
    }
  });

  it('waits longer and longer in a view nobody leaves, up to the cap, and sends its votes again each time', () => {
    const engine = new Committed(4).engine(0);
    const waits: number[] = [];
    let nowMs = 0;
    const run = (event: EngineEvent): void => {
      for (const effect of engine.step(event)) if (effect.kind === 'set-timer' && effect.name === 'view') waits.push(effect.afterMs);
    };
    run({ kind: 'started', nowMs });
    run({ kind: 'work', waiting: true, nowMs });
    for (let i = 0; i < 12; i += 1) {
      nowMs += waits.at(-1)!;
      const effects = engine.step({ kind: 'timer', name: 'view', nowMs });
      const sent = effects.filter((it) => it.kind === 'send').map((it) => decodeMessage(it.bytes, 1000).kind);
      expect(sent).toEqual([waits.length === 1 ? 'vote' : 'stand']);
      for (const effect of effects) if (effect.kind === 'set-timer' && effect.name === 'view') waits.push(effect.afterMs);
    }
    expect(waits.slice(1)).toEqual([400, 400, 800, 1200, 1600, 2000, 2400, 2800, 3000, 3000, 3000, 3000]);
  });

  it.each(['notarise', 'finalise'] as const)('waits no longer than a view timer when another seat votes to %s a block it lacks', (kind) => {
    const chain = new Committed(4);
    chain.engines.forEach((_, seat) => chain.give(seat, { kind: 'started', nowMs: 0 }));
    chain.deliver();
    const engine = chain.engines[0]!;
    const unsigned = { kind, epoch: 0, view: engine.status().view, blockId: hash(Uint8Array.of(9)), seat: 1 };
    const vote: Vote = { ...unsigned, signature: sign(voteSigningBytes(chainId, unsigned), chain.keys[1]!) };
    const effects = engine.step({ kind: 'message', from: 1, bytes: encodeVoteMessage(vote), nowMs: 0 });
    expect(effects).toContainEqual({ kind: 'set-timer', name: 'view', afterMs: 400 });
  });

  it('does not take a timer that comes too early for its own', () => {
    const engine = new Committed(4).engine(0);
    engine.step({ kind: 'started', nowMs: 0 });
    engine.step({ kind: 'work', waiting: true, nowMs: 0 });
    const effects = engine.step({ kind: 'timer', name: 'view', nowMs: 100 });
    expect(effects.map((it) => it.kind)).toEqual(['set-timer']);
  });

  it('has records before everything else in each step', () => {
    const chain = new Committed(4);
    const check = (effects: readonly EngineEffect[]): void => {
      const firstOther = effects.findIndex((it) => it.kind !== 'persist');
      expect(effects.slice(Math.max(firstOther, 0)).filter((it) => it.kind === 'persist')).toEqual(firstOther < 0 ? effects : []);
    };
    for (const engine of chain.engines) {
      const step = engine.step.bind(engine);
      engine.step = (event) => {
        const effects = step(event);
        check(effects);
        return effects;
      };
    }
    chain.engines.forEach((_, seat) => chain.give(seat, { kind: 'started', nowMs: 0 }));
    chain.engines.forEach((_, seat) => chain.give(seat, { kind: 'work', waiting: true, nowMs: 0 }));
    chain.deliver();
    expect(chain.finals[3]).toHaveLength(1);
  });

  it('will not vote with a log it cannot read, or with another seat\'s', () => {
    const chain = new Committed(4);
    expect(() => chain.engine(0, [Uint8Array.of(1, 2, 3)])).toThrow('the disk is damaged');
    chain.engines.forEach((_, seat) => chain.give(seat, { kind: 'started', nowMs: 0 }));
    chain.engines.forEach((_, seat) => chain.give(seat, { kind: 'work', waiting: true, nowMs: 0 }));
    chain.deliver();
    const log = chain.effects[1]!.filter((it) => it.kind === 'persist').map((it) => it.record);
    expect(() => chain.engine(0, log)).toThrow('another seat');
    expect(() => chain.engine(1, log)).not.toThrow();
  });

  it('lets an observer follow without voting', () => {
    const chain = new Committed(4);
    const observer = chain.engine(undefined);
    const effects = [...observer.step({ kind: 'started', nowMs: 0 })];
    chain.overhear = (from, bytes) => effects.push(...observer.step({ kind: 'message', from, bytes, nowMs: 0 }));
    chain.engines.forEach((_, seat) => chain.give(seat, { kind: 'started', nowMs: 0 }));
    chain.engines.forEach((_, seat) => chain.give(seat, { kind: 'work', waiting: true, nowMs: 0 }));
    chain.deliver();
    const checked = effects.find((it) => it.kind === 'check')!;
    effects.push(...observer.step({ kind: 'checked', blockId: checked.block.id, valid: true, nowMs: 0 }));
    expect(effects.filter((it) => it.kind === 'final').map((it) => toHex(it.blockId))).toEqual(chain.finals[0]);
    expect(effects.map((it) => it.kind).filter((kind) => kind === 'send' || kind === 'persist' || kind === 'set-timer')).toEqual([]);
  });

  it('keeps little, whatever a seat sends it', () => {
    const chain = new Committed(4);
    const engine = chain.engines[0]!;
    engine.step({ kind: 'started', nowMs: 0 });
    const vote = (view: number, blockId: Bytes): Vote => {
      const subject = { kind: 'notarise' as const, epoch: 0, view, blockId };
      return { ...subject, seat: 1, signature: sign(voteSigningBytes(chainId, subject), chain.keys[1]!) };
    };
    for (let i = 0; i < 2000; i += 1) {
      const cast = vote(1 + (i % 500), hash(Uint8Array.of(i & 255, i >> 8)));
      const block = makeBlock(genesis, 1 + (i % 500), 1, i);
      engine.step({ kind: 'message', from: 1, bytes: encodeVoteMessage(cast), nowMs: 0 });
      engine.step({ kind: 'message', from: 1, bytes: encodeStand({ isAnswer: false, view: i, finalView: i, certificates: [], votes: [cast] }), nowMs: 0 });
      engine.step({ kind: 'message', from: 1, bytes: encodeProposal([], vote(block.view, block.id).signature, block.bytes), nowMs: 0 });
    }
    const { rounds, blocks, wantedBlocks } = (engine as unknown as { state: BftState }).state;
    expect(rounds.size).toBeLessThanOrEqual(BFT_LIMITS.viewsAheadMax + 1);
    expect(blocks.size).toBeLessThanOrEqual(BFT_LIMITS.viewsAheadMax);
    expect(wantedBlocks.size).toBeLessThanOrEqual(BFT_LIMITS.wantedBlocksMax);
    expect(engine.status().view).toBe(1);
  });

  it('drops malformed messages', () => {
    const chain = new Committed(4);
    chain.give(0, { kind: 'started', nowMs: 0 });
    for (let tag = 0; tag < 8; tag += 1) {
      for (let length = 0; length < 200; length += 7) {
        const bytes = new Uint8Array(length).fill(tag);
        expect(chain.engines[0]!.step({ kind: 'message', from: 1, bytes, nowMs: 0 })).toEqual([]);
      }
    }
  });
});
