import { sign } from '../crypto/sign';
import { toHex } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { possessionSigningBytes } from '../protocol/ids';
import { keyOf } from '../testing/keys';
import { KernelChain } from '../testing/kernel-chain';
import type { Change } from './change';
import { votesUnder, type VotesNeeded } from './policy';
import type { VotingPolicy } from './rules';

const keysFor = (voting: string, node: string) => ({ votingKey: toHex(keyOf(voting).publicKey), proofOfPossession: toHex(sign(possessionSigningBytes(keyOf(node).publicKey), keyOf(voting))) });
const set = (policy: Partial<VotingPolicy>): Change => ({ kind: 'set-policy', policy });
const remove = (seat: number): Change => ({ kind: 'remove-seat', seat });
const policy = (chain: KernelChain) => chain.ask<VotingPolicy & VotesNeeded>('policy');
const changes = (chain: KernelChain) => chain.ask<{ id: number; needed: number; quorum: number; approvals: number[]; rejections: number[]; lastHeight: number; expiresAtMs: number }[]>('changes');
const DAYS_14_MS = 14 * 24 * 60 * 60 * 1000;

/** Proposed by the first seat, approved by others, and in force. */
function decide(chain: KernelChain, change: Change, ...seats: number[]): void {
  expect(chain.propose(0, change)).toBe('accepted');
  const { id } = changes(chain).at(-1)!;
  for (const word of chain.approve(id, ...seats)) expect(word).toBe('accepted');
  chain.pass(1);
}

describe('how validators decide', () => {
  it('is said by genesis first; documents that say less than today mean what they meant', () => {
    expect(policy(new KernelChain())).toEqual({ approvalPercent: 67, quorumPercent: 0, expiryMs: DAYS_14_MS, delayBlocks: 0, validators: 4, needed: 3, quorum: 0 });
  });

  it.each<[Partial<VotingPolicy>, number, Pick<VotesNeeded, 'needed' | 'quorum'>]>([
    [{ approvalPercent: 67 }, 4, { needed: 3, quorum: 0 }],
    [{ approvalPercent: 1 }, 4, { needed: 1, quorum: 0 }],
    [{ approvalPercent: 100, quorumPercent: 100 }, 7, { needed: 7, quorum: 7 }],
    [{ approvalPercent: 50, quorumPercent: 75 }, 4, { needed: 2, quorum: 3 }],
    [{ approvalPercent: 51, quorumPercent: 1 }, 100, { needed: 51, quorum: 1 }],
  ])('%j of %i validators', (part, validators, votes) => {
    expect(votesUnder({ approvalPercent: 67, quorumPercent: 0, expiryMs: 0, delayBlocks: 0, ...part }, validators)).toEqual({ validators, ...votes });
  });

  it('is changed by a proposal, and what comes after goes by it: threshold, quorum, expiry and delay', () => {
    const chain = new KernelChain();
    decide(chain, set({ approvalPercent: 50, quorumPercent: 75, expiryMs: 3_600_000, delayBlocks: 5 }), 1, 2);
    expect(chain.said).toEqual([{ name: 'policy-changed', data: { change: 1, approvalPercent: 50, quorumPercent: 75, expiryMs: 3_600_000, delayBlocks: 5 } }]);
    expect(policy(chain)).toMatchObject({ needed: 2, quorum: 3 });
    chain.propose(0, remove(3));
    expect(changes(chain)[0]).toMatchObject({ id: 2, needed: 2, quorum: 3, expiresAtMs: chain.timeMs + 3_600_000 });
    // Two of four approve, but only two have voted.
    expect(chain.approve(2, 1)).toEqual(['accepted']);
    expect(changes(chain)[0]!.lastHeight).toBe(0);
    // A vote against completes the quorum.
    expect(chain.give(2, 'reject-change', { change: 2 })).toBe('accepted');
    expect(changes(chain)[0]).toMatchObject({ rejections: [2], lastHeight: chain.head.header.height + 6 });
    chain.pass(6);
    expect(chain.labels).toHaveLength(3);
    chain.propose(0, remove(2));
    chain.advance([], 3_600_000);
    expect(chain.approve(3, 1)).toEqual(['refused CHANGE_EXPIRED']);
  });

  it('brings nothing back that had expired', () => {
    const chain = new KernelChain();
    decide(chain, set({ expiryMs: 60_000, delayBlocks: 5 }), 1, 2);
    chain.propose(0, remove(3));
    chain.propose(1, set({ expiryMs: DAYS_14_MS }));
    chain.approve(3, 0, 2);
    chain.advance([], 61_000);
    chain.pass(6);
    expect(policy(chain)).toMatchObject({ expiryMs: DAYS_14_MS });
    expect(chain.approve(2, 1)).toEqual(['refused NO_SUCH_CHANGE']);
  });

  it('asks for as many votes as it is going to ask for, so that it cannot ask for more than there are to be had', () => {
    const chain = new KernelChain();
    chain.propose(0, set({ approvalPercent: 100 }));
    expect(changes(chain)[0]).toMatchObject({ needed: 4 });
    expect(chain.ask('outlook-of', { change: 1 })).toMatchObject({ policy: { now: { needed: 3 }, then: { needed: 4, validators: 4 } } });
    chain.approve(1, 1, 2);
    chain.pass(1);
    expect(policy(chain)).toMatchObject({ approvalPercent: 67 });
    chain.approve(1, 3);
    chain.pass(1);
    expect(policy(chain)).toMatchObject({ approvalPercent: 100, needed: 4 });
    // And the way back asks for all, too.
    chain.propose(1, set({ approvalPercent: 50 }));
    expect(changes(chain)[0]).toMatchObject({ needed: 4 });
  });

  it.each<[Partial<VotingPolicy>, string]>([
    [{ approvalPercent: 101 }, 'NO_WAY_TO_VOTE'],
    [{ approvalPercent: 400, quorumPercent: 1 }, 'NO_WAY_TO_VOTE'],
    [{ quorumPercent: 126 }, 'NO_WAY_TO_VOTE'],
    [{ expiryMs: 0 }, 'EXPIRY_TOO_SHORT'],
    [{ expiryMs: 59_999, delayBlocks: 1 }, 'EXPIRY_TOO_SHORT'],
    [{ approvalPercent: 67, delayBlocks: 0 }, 'POLICY_UNCHANGED'],
    [{}, 'PAYLOAD_INVALID'],
    [{ approvalPercent: 0 }, 'PAYLOAD_INVALID'],
    [{ quorumPercent: -1 }, 'PAYLOAD_INVALID'],
    [{ delayBlocks: 1_000_001 }, 'PAYLOAD_INVALID'],
    [{ expiryMs: 1e12 }, 'PAYLOAD_INVALID'],
    [{ veto: true } as never, 'PAYLOAD_INVALID'],
  ])('cannot become %j: %s', (part, code) => {
    const chain = new KernelChain();
    expect(chain.propose(0, set(part))).toContain(code);
    if (code !== 'PAYLOAD_INVALID') expect(chain.ask<{ refusal: { code: string } }>('outlook', { changes: [set(part)] } as unknown as Json).refusal.code).toBe(code);
  });

  it('leaves the sums in the refusal', () => {
    expect(new KernelChain().ask('outlook', { changes: [set({ approvalPercent: 101, quorumPercent: 50 })] } as unknown as Json)).toMatchObject({ refusal: { facts: { validators: 4, needed: 5, quorum: 5 } } });
  });
});

describe('votes against', () => {
  it('end a proposal as soon as too few are left to approve it', () => {
    const chain = new KernelChain();
    chain.propose(0, remove(3));
    expect(chain.give(1, 'reject-change', { change: 1 })).toBe('accepted');
    expect(chain.give(1, 'reject-change', { change: 1 })).toBe('refused ALREADY_REJECTED');
    expect(changes(chain)[0]).toMatchObject({ approvals: [0], rejections: [1] });
    expect(chain.give('stranger', 'reject-change', { change: 1 })).toBe('NOT_A_SEAT');
    expect(chain.give(2, 'reject-change', { change: 1 })).toBe('accepted');
    expect(changes(chain)).toEqual([]);
    expect(chain.give(3, 'reject-change', { change: 1 })).toBe('refused NO_SUCH_CHANGE');
  });

  it('can be taken back by approving, and approvals by voting against', () => {
    const chain = new KernelChain();
    chain.propose(0, remove(3));
    chain.give(1, 'reject-change', { change: 1 });
    expect(chain.approve(1, 1)).toEqual(['accepted']);
    expect(changes(chain)[0]).toMatchObject({ approvals: [0, 1], rejections: [] });
    expect(chain.give(0, 'reject-change', { change: 1 })).toBe('accepted');
    expect(changes(chain)[0]).toMatchObject({ approvals: [1], rejections: [0] });
    expect(chain.approve(1, 2, 3)).toEqual(['accepted', 'accepted']);
    expect(chain.give(0, 'reject-change', { change: 1 })).toBe('refused ALREADY_DECIDED');
  });
});

it('waits as long as the policy says, but for fresh keys of seats that stay: a chain starts again with them', () => {
  const chain = new KernelChain();
  decide(chain, set({ delayBlocks: 50 }), 1, 2);
  chain.propose(0, remove(3));
  chain.approve(2, 1, 2);
  expect(changes(chain)[0]!.lastHeight).toBe(chain.head.header.height + 51);
  const fresh: Change = { kind: 'replace-keys', seat: 2, ...keysFor('fresh voting', 'test node 2') };
  expect(chain.propose(0, fresh)).toBe('accepted');
  chain.approve(3, 1, 2);
  expect(changes(chain)[1]!.lastHeight).toBe(chain.head.header.height + 1);
  chain.pass(1);
  expect(changes(chain).map(({ id }) => id)).toEqual([2]);
  expect(chain.labels).toHaveLength(4);
});

describe('proposals that contradict one another', () => {
  it('are refused once one of them is approved, until it has taken effect', () => {
    const chain = new KernelChain();
    const observe: Change = { kind: 'set-role', seat: 3, role: 'observer' };
    chain.give(0, 'propose-change', { changes: [remove(3)], atHeight: 30 } as unknown as Json);
    expect(chain.propose(1, observe)).toBe('accepted');
    expect(chain.propose(1, remove(3))).toBe('refused CHANGE_DUPLICATE');
    chain.give(0, 'propose-change', { changes: [{ kind: 'set-role', seat: 2, role: 'member' }], atHeight: 40 } as unknown as Json);
    expect(chain.approve(3, 1, 2)).toEqual(['accepted', 'accepted']);
    expect(chain.propose(0, { kind: 'set-role', seat: 2, role: 'regulator' })).toBe('refused SEAT_CONFLICTS');
    expect(chain.propose(0, remove(2))).toBe('refused SEAT_CONFLICTS');
    expect(chain.approve(1, 1, 2)).toEqual(['accepted', 'accepted']);
    // The same seat: the second is not decided while the first is under way, nor when the seat is gone.
    expect(chain.approve(2, 0, 2)).toEqual(['accepted', 'refused SEAT_CONFLICTS']);
    chain.pass(30 - chain.head.header.height);
    expect(chain.approve(2, 2)).toEqual(['refused NO_SUCH_SEAT']);
  });
});
