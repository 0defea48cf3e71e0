import type { Json } from '../primitives/json';
import { KernelChain } from '../testing/kernel-chain';
import type { Change } from './change';
import type { Decided } from './decided';
import { KERNEL_LIMITS } from './limits';
import type { EpochRecord } from './stores';

const remove = (seat: number): Change => ({ kind: 'remove-seat', seat });
const policy = (approvalPercent: number): Change => ({ kind: 'set-policy', policy: { approvalPercent } });
const cancel = (change: number): Change => ({ kind: 'cancel-change', change });
const at = (chain: KernelChain, atHeight: number, ...changes: Change[]): string => chain.give(0, 'propose-change', { changes, atHeight } as unknown as Json);
const decided = (chain: KernelChain, args: Json = {}) => chain.ask<(Decided & { place: number })[]>('decided', args);
const waiting = (chain: KernelChain) => chain.ask<{ id: number }[]>('changes').map(({ id }) => id);
const lastHeight = (chain: KernelChain) => chain.ask<EpochRecord>('epoch').lastHeight;

describe('how a proposal ended', () => {
  it('is remembered with its votes, its block, and the names of seats that are gone', () => {
    const chain = new KernelChain();
    chain.give(0, 'propose-change', { changes: [remove(3)], note: 'old machine' } as unknown as Json);
    const proposedAtMs = chain.timeMs;
    chain.give(3, 'reject-change', { change: 1 });
    chain.approve(1, 1, 2);
    chain.pass(1);
    const { height } = chain.head.header;
    expect(decided(chain)).toEqual([
      {
        ...{ place: 1, id: 1, ending: { outcome: 'took-effect', firstHeight: height + 1 }, height, timeMs: chain.timeMs, changes: [remove(3)], note: 'old machine', proposedBy: 0, proposedAtMs },
        ...{ approvals: [0, 1, 2], rejections: [3], validators: 4, needed: 3, quorum: 0, names: { 0: 'Organisation 0', 1: 'Organisation 1', 2: 'Organisation 2', 3: 'Organisation 3' } },
      },
    ]);
  });

  it.each<[string, (chain: KernelChain) => void, Decided['ending']]>([
    ['withdrawn', (chain) => chain.give(0, 'withdraw-change', { change: 1 }), { outcome: 'withdrawn' }],
    ['rejected', (chain) => [1, 2].forEach((seat) => chain.give(seat, 'reject-change', { change: 1 })), { outcome: 'rejected' }],
    ['not decided in time, once the next one comes', (chain) => [chain.advance([], 15 * 86_400_000), chain.propose(1, remove(2))], { outcome: 'expired' }],
  ])('is said of one that was %s', (_, end, ending) => {
    const chain = new KernelChain();
    chain.propose(0, remove(3));
    end(chain);
    expect(decided(chain).at(-1)).toMatchObject({ id: 1, ending, changes: [remove(3)] });
  });

  it('is written down of those that nobody decided a few at a time, so that nobody is kept from proposing', () => {
    const chain = new KernelChain();
    for (let id = 1; id <= 12; id += 1) expect(chain.propose(id % 2, policy(id))).toBe('accepted');
    chain.advance([], 15 * 86_400_000);
    expect(chain.propose(2, policy(20))).toBe('accepted');
    expect(decided(chain).map(({ id }) => id)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    expect(chain.approve(9, 3)).toEqual(['refused CHANGE_EXPIRED']);
    expect(chain.propose(2, policy(21))).toBe('accepted');
    expect(waiting(chain)).toEqual([13, 14]);
    expect(decided(chain)[0]).toMatchObject({ id: 12, ending: { outcome: 'expired' } });
  });

  it('is kept of the newest so many, a page at a time', () => {
    const chain = new KernelChain();
    const count = KERNEL_LIMITS.decidedMax + 3;
    for (let id = 1; id <= count; id += 1) {
      if (id % 10 === 0) chain.advance([], 60_000);
      chain.propose(id % 4, policy(50));
      expect(chain.give(id % 4, 'withdraw-change', { change: id })).toBe('accepted');
    }
    const ids: number[] = [];
    for (let before: number | undefined; ; ) {
      const page = decided(chain, before === undefined ? {} : { before });
      if (page.length === 0) break;
      expect(page.length).toBeLessThanOrEqual(KERNEL_LIMITS.decidedPageMax);
      ids.push(...page.map(({ id }) => id));
      before = page.at(-1)!.place;
    }
    expect(ids).toEqual(Array.from({ length: KERNEL_LIMITS.decidedMax }, (_, n) => count - n));
    expect(decided(chain, { before: 0 })).toEqual([]);
  });

  it('keeps of long changes their kind, hash and size', () => {
    const chain = new KernelChain();
    const seat = (n: number): Change => ({ kind: 'add-seat', seat: { organisation: 'x'.repeat(250), label: 'y'.repeat(250), role: 'observer', nodeKey: n.toString(16).padStart(64, '0') } });
    chain.propose(0, remove(3), ...Array.from({ length: 31 }, (_, n) => seat(n)));
    chain.give(0, 'withdraw-change', { change: 1 });
    const [{ changes }] = decided(chain) as unknown as [{ changes: Record<string, unknown>[] }];
    expect([changes[0], Object.keys(changes[1]!)]).toEqual([remove(3), ['bytes', 'hash', 'kind']]);
  });
});

describe('an approved change', () => {
  function approvedAt40(change: Change): KernelChain {
    const chain = new KernelChain();
    at(chain, 40, change);
    chain.approve(1, 1, 2);
    return chain;
  }

  it.each<[string, Change, (chain: KernelChain) => unknown, unknown]>([
    ['of seats', remove(3), (chain) => chain.labels.length, 4],
    ['of how is voted', policy(50), (chain) => chain.ask<{ approvalPercent: number }>('policy').approvalPercent, 67],
  ])('%s is cancelled by the same vote, and then nothing happens at its height', (_, change, see, before) => {
    const chain = approvedAt40(change);
    expect(chain.propose(1, cancel(1))).toBe('accepted');
    expect(chain.approve(2, 0)).toEqual(['accepted']);
    expect(waiting(chain)).toEqual([1, 2]);
    expect(chain.approve(2, 2)).toEqual(['accepted']);
    expect(waiting(chain)).toEqual([]);
    expect(decided(chain).map(({ id, ending }) => [id, ending])).toEqual([
      [2, { outcome: 'took-effect', firstHeight: chain.head.header.height }],
      [1, { outcome: 'cancelled', by: 2 }],
    ]);
    expect(lastHeight(chain)).toBe(0);
    while (chain.head.header.height < 41) chain.pass(1);
    expect(see(chain)).toBe(before);
    expect(chain.ask<EpochRecord>('epoch').epoch).toBe(0);
    // The way is free for others.
    expect([chain.propose(0, change), ...chain.approve(3, 1, 2)]).toEqual(['accepted', 'accepted', 'accepted']);
    chain.pass(1);
    expect(see(chain)).not.toBe(before);
  });

  it('of seats leaves the epoch to end for what else is approved', () => {
    const chain = approvedAt40(remove(3));
    at(chain, 50, { kind: 'set-role', seat: 2, role: 'observer' });
    chain.approve(2, 1, 2);
    chain.propose(0, cancel(1));
    chain.approve(3, 1, 2);
    expect(lastHeight(chain)).toBe(50);
  });

  it('that asked for more votes than the policy in force is cancelled by as many, and by no fewer', () => {
    const chain = new KernelChain();
    at(chain, 40, policy(100));
    chain.approve(1, 1, 2, 3);
    expect(chain.propose(0, cancel(1))).toBe('accepted');
    expect(chain.ask<{ id: number; needed: number }[]>('changes').map(({ id, needed }) => [id, needed])).toEqual([[1, 4], [2, 4]]);
    expect(chain.approve(2, 1, 2)).toEqual(['accepted', 'accepted']);
    expect(waiting(chain)).toEqual([1, 2]); // Three of four would do by the policy in force.
    expect(chain.approve(2, 3)).toEqual(['accepted']);
    expect(waiting(chain)).toEqual([]);
    expect(decided(chain)).toEqual([expect.objectContaining({ id: 2, needed: 4, ending: expect.objectContaining({ outcome: 'took-effect' }) }), expect.objectContaining({ id: 1, needed: 4, ending: { outcome: 'cancelled', by: 2 } })]);
  });

  it('that took effect first cannot be cancelled any more, and whoever asked for it hears so', () => {
    const chain = approvedAt40(remove(3));
    chain.propose(0, cancel(1));
    while (chain.head.header.height < 40) chain.pass(1);
    expect(decided(chain).map(({ id, ending }) => [id, ending.outcome])).toEqual([[2, 'failed'], [1, 'took-effect']]);
    expect(chain.approve(2, 1)).toEqual(['refused NO_SUCH_CHANGE']);
  });

  it('is remembered with the votes that cancelling it took, also when it took effect first', () => {
    const chain = new KernelChain();
    at(chain, 12, policy(100));
    chain.approve(1, 1, 2, 3);
    chain.propose(0, cancel(1));
    while (chain.head.header.height < 12) chain.pass(1);
    expect(decided(chain).map(({ id, ending, needed }) => [id, ending.outcome, needed])).toEqual([[2, 'failed', 4], [1, 'took-effect', 4]]);
  });

  it.each<[string, (chain: KernelChain) => string, string]>([
    ['one that waits for votes', (chain) => (chain.propose(0, policy(50)), chain.propose(1, cancel(2))), 'NOT_APPROVED_YET'],
    ['one that is not there', (chain) => chain.propose(1, cancel(9)), 'NO_SUCH_CHANGE'],
    ['itself', (chain) => chain.propose(1, cancel(2)), 'NO_SUCH_CHANGE'],
    ['at a height', (chain) => at(chain, 30, cancel(1)), 'CANCELS_AT_ONCE'],
    ['together with something else', (chain) => chain.propose(1, cancel(1), policy(50)), 'CHANGES_MIXED'],
    ['twice', (chain) => (chain.propose(1, cancel(1)), chain.propose(2, cancel(1))), 'CHANGE_DUPLICATE'],
    ['a number beyond all numbers', (chain) => chain.propose(1, cancel(2 ** 32 + 1)), 'PAYLOAD_INVALID'],
  ])('cancels nothing else: %s', (_, ask, code) => {
    expect(ask(approvedAt40(remove(3)))).toMatch(new RegExp(`${code}$`));
  });

  it.each(['approve-change', 'reject-change', 'withdraw-change'])('is not meant by a number beyond all numbers: %s', (command) => {
    const chain = new KernelChain();
    chain.propose(0, remove(3));
    expect(chain.give(0, command, { change: 2 ** 32 + 1 })).toMatch(/PAYLOAD_INVALID$/);
    expect(waiting(chain)).toEqual([1]);
  });
});
