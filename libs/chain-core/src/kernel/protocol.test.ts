import type { Json } from '../primitives/json';
import { Executor, ProtocolMissing } from '../execution';
import { ModuleRegistry } from '../module/registry';
import { closingExecution } from '../execution/closing-execution';
import { endsEpoch } from '../protocol/epoch';
import { KernelChain } from '../testing/kernel-chain';
import { assetOf, definitionOf, lockOf, outputOf } from '../testing/ledger-chain';
import { NEXT_PROTOCOLS } from '../testing/next-protocol';
import { testChain } from '../testing/test-genesis';
import type { Change } from './change';

const activate = (version: number): Change => ({ kind: 'activate-protocol', version });

/** Nodes run one version more than the chain began with. */
class UpgradedChain extends KernelChain {
  constructor() {
    super([], {}, NEXT_PROTOCOLS);
  }
  announce(seat: number | string, max = 2, min = 1): string {
    return this.give(seat, 'announce-protocols', { min, max });
  }
  /** Three of four run the next version, and three approve it. */
  decide(atHeight = 0): string[] {
    for (const seat of [0, 1, 2]) this.announce(seat);
    return [this.give(0, 'propose-change', { changes: [activate(2)], atHeight } as unknown as Json), ...this.approve(1, 1, 2)];
  }
  /** More bytes than the next version allows, and fewer than this one. */
  large(): ReturnType<KernelChain['sign']> {
    const inputs = Array.from({ length: 40 }, () => ({ kind: 'issue' as const, definition: definitionOf('ann'), amount: 1n }));
    const outputs = Array.from({ length: 40 }, () => outputOf(assetOf('ann'), 1n, lockOf('ann')));
    return this.sign({ inputs, outputs }, 'ann');
  }
}
const oldSoftware = (): Executor => new Executor(testChain().genesis, new ModuleRegistry([]).resolve([]));
const versions = (chain: KernelChain): Json => chain.ask('protocol');

describe('a version of the protocol', () => {
  it('is put in force at a stated height once a quorum runs it: from there on its rules hold, and headers say so', () => {
    const chain = new UpgradedChain();
    expect(chain.decide(12)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(versions(chain)).toMatchObject({ inForce: 1, due: { change: 1, lastHeight: 12, version: 2 }, seats: [{ seat: 0, min: 1, max: 2 }, { seat: 1, max: 2 }, { seat: 2, max: 2 }, { seat: 3, min: 1, max: 1 }] });
    expect(chain.advance([chain.large()])).toEqual(['accepted']);
    chain.pass(12 - chain.head.header.height);
    expect(chain.head.header).toMatchObject({ height: 12, protocolVersion: 1 });
    expect(chain.said).toEqual([{ name: 'protocol-activated', data: { change: 1, version: 2, firstHeight: 13 } }]);
    expect(chain.refusal(chain.large())).toBe('TRANSACTION_TOO_LARGE');
    expect(chain.advance([chain.large()])).toEqual(['TRANSACTION_TOO_LARGE']);
    expect(chain.head.header).toMatchObject({ height: 13, protocolVersion: 2 });
    expect(versions(chain)).toMatchObject({ inForce: 2, due: null, history: [{ version: 1, firstHeight: 0 }, { version: 2, firstHeight: 13 }] });
    expect(chain.ask('changes')).toEqual([]);
  });

  it('is not what old software can go on with: it follows up to the last block before, and says what it needs', () => {
    const chain = new UpgradedChain();
    chain.decide();
    const old = oldSoftware();
    const before = chain.head;
    chain.pass(1);
    const { block } = chain.build([], 100, before);
    expect(old.execute(before, block).stateRoot).toEqual(chain.head.header.stateRoot);
    const next = chain.build([]);
    expect(() => old.execute(chain.head, next.block)).toThrow(ProtocolMissing);
    expect(() => old.wantsBlocks(chain.head)).toThrow(/from block 8 on the chain goes by protocol version 2, and this software runs version 1 only/);
    expect(() => old.check(chain.head, chain.sign({ calls: [] }, 'ann'), chain.timeMs)).toThrow(ProtocolMissing);
  });

  it('is said by every header: one that says another is not voted for, except where an epoch is closed', () => {
    const chain = new UpgradedChain();
    expect(chain.propose(0, { kind: 'remove-seat', seat: 3 })).toBe('accepted');
    chain.approve(1, 1, 2);
    expect(chain.announce(0)).toBe('accepted');
    expect(endsEpoch(chain.head.header)).toBe(true);
    const closing = chain.executor.build(chain.head, { timeMs: chain.timeMs + 1, view: 99, proposer: 0, epoch: 0, candidates: [] }).block;
    expect(closing.header.protocolVersion).toBe(1);
    expect(chain.executor.execute(chain.head, closing)).toEqual(closingExecution(chain.head));
    const wrong = { ...closing, header: { ...closing.header, protocolVersion: 2 } };
    expect(() => chain.executor.execute(chain.head, wrong)).toThrow('WRONG_PROTOCOL_VERSION');
  });

  it('waits for nobody’s word: what nodes run is on the chain, said by the seats themselves', () => {
    const chain = new UpgradedChain();
    const refusals = (): string => chain.propose(0, activate(2));
    expect(chain.announce('stranger')).toBe('NOT_A_SEAT');
    expect([chain.announce(0, 1, 2), chain.announce(0, 5, 2), chain.announce(0, 1)]).toEqual(['refused PROTOCOLS_INVALID', 'refused PROTOCOLS_INVALID', 'refused PROTOCOLS_KNOWN']);
    expect([chain.announce(0, 3), chain.announce(0, 3)]).toEqual(['accepted', 'refused PROTOCOLS_KNOWN']);
    chain.announce(1);
    expect(refusals()).toBe('refused NO_QUORUM_RUNS');
    expect(chain.ask('outlook', { changes: [activate(2)] } as unknown as Json)).toMatchObject({
      protocol: { version: 2, validators: 4, needed: 3, able: 2 }, refusal: { code: 'NO_QUORUM_RUNS', facts: { version: 2, validators: 4, needed: 3, able: 2 } },
    });
    chain.announce(2);
    expect(chain.propose(0, activate(3))).toBe('refused NO_QUORUM_RUNS');
    expect(chain.propose(0, activate(1))).toBe('refused PROTOCOL_NOT_NEWER');
    expect(refusals()).toBe('accepted');
    expect(refusals()).toBe('refused CHANGE_DUPLICATE');
    expect(chain.propose(1, activate(2), activate(2))).toBe('refused CHANGES_MIXED');
    expect(chain.propose(1, activate(2), { kind: 'remove-seat', seat: 3 })).toBe('refused CHANGES_MIXED');
    // A node that went back to the old version takes its word back, and the quorum with it.
    expect(chain.announce(1, 1)).toBe('accepted');
    expect(chain.approve(1, 1, 2)).toEqual(['accepted', 'refused NO_QUORUM_RUNS']);
    expect(chain.ask('outlook-of', { change: 1 })).toMatchObject({ waits: { code: 'NO_QUORUM_RUNS' } });
    chain.announce(1);
    expect(chain.approve(1, 2)).toEqual(['accepted']);
    expect(chain.approve(1, 3)).toEqual(['refused ALREADY_DECIDED']);
  });

  it('does not take effect when seats have changed meanwhile so that a quorum lacks it', () => {
    const chain = new UpgradedChain();
    chain.decide(15);
    expect(chain.announce(2, 1)).toBe('accepted');
    chain.pass(15 - chain.head.header.height);
    expect(chain.said).toEqual([{ name: 'change-failed', data: { change: 1, code: 'NO_QUORUM_RUNS', facts: { version: 2, validators: 4, needed: 3, able: 2 } } }]);
    expect(versions(chain)).toMatchObject({ inForce: 1, due: null });
    chain.announce(2);
    expect(chain.propose(0, activate(2))).toBe('accepted');
  });

  it('that a seat’s node runs is forgotten with the node', () => {
    const chain = new UpgradedChain();
    chain.announce(3);
    chain.propose(0, { kind: 'remove-seat', seat: 3 });
    chain.approve(1, 1, 2);
    chain.pass(2);
    expect(versions(chain)).toMatchObject({ seats: [{ seat: 0 }, { seat: 1 }, { seat: 2 }] });
  });
});
