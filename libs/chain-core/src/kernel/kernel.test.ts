import { canonicalText, parseCanonicalJson } from '../codec/json';
import { sign } from '../crypto/sign';
import { toHex, type Bytes } from '../primitives/bytes';
import type { Json } from '../primitives/json';
import { committeeHash } from '../protocol/committee';
import { encodeVote } from '../protocol/codec';
import { endsEpoch } from '../protocol/epoch';
import { keyChangeSigningBytes, possessionSigningBytes, voteSigningBytes, ZERO_HASH } from '../protocol/ids';
import type { VoteKind } from '../protocol/vote';
import { keyOf } from '../testing/keys';
import { KernelChain } from '../testing/kernel-chain';
import { callOf } from '../testing/ledger-chain';
import type { Change } from './change';

const DAY_MS = 24 * 60 * 60 * 1000;

const proofFor = (voting: string, node: string): string => toHex(sign(possessionSigningBytes(keyOf(node).publicKey), keyOf(voting)));
const keysFor = (voting: string, node: string) => ({ votingKey: toHex(keyOf(voting).publicKey), proofOfPossession: proofFor(voting, node) });
const newcomer = (name: string): Change => ({
  kind: 'add-seat',
  seat: { organisation: name, label: name, role: 'validator', nodeKey: toHex(keyOf(`${name} node`).publicKey), ...keysFor(`${name} voting`, `${name} node`) },
});
const remove = (seat: number): Change => ({ kind: 'remove-seat', seat });

describe('the outlook of changes', () => {
  const four = { validators: 4, quorum: 3, mayFail: 1, scheme: 'ed25519' };

  it('is the arithmetic now and then', () => {
    expect(new KernelChain().ask('outlook', { changes: [remove(3)] } as unknown as Json)).toEqual({ now: four, then: { validators: 3, quorum: 3, mayFail: 0, scheme: 'ed25519' } });
    expect(new KernelChain().ask('outlook', { changes: [] })).toEqual({ now: four, then: four });
  });

  it('counts newcomers as if they were there, and says how long they are waited for', () => {
    const chain = new KernelChain();
    const three = ['fifth', 'sixth', 'seventh'].map(newcomer);
    const seven = { validators: 7, quorum: 5, mayFail: 2, scheme: 'ed25519' };
    const asked = { changes: three } as unknown as Json;
    expect(chain.ask('outlook', asked)).toEqual({ now: four, then: seven, waits: { code: 'NO_QUORUM_LEFT', facts: { validators: 7, needed: 5, staying: 4, confirmed: 0 } } });
    chain.propose(0, ...three);
    chain.give('sixth node', 'confirm-seat', { change: 1 });
    expect(chain.ask('outlook', asked)).toEqual({ now: four, then: seven });
  });

  it.each<[string, readonly Change[], string]>([
    ['nobody is left', [0, 1, 2, 3].map(remove), 'NO_VALIDATOR_LEFT'],
    ['a seat does not exist', [remove(9)], 'NO_SUCH_SEAT'],
    ['too few have keys of the scheme', [{ kind: 'set-consensus', parameters: { certificates: 'bls' } }], 'KEYS_MISSING'],
  ])('says why they cannot be: %s', (_, changes, code) => {
    const found = new KernelChain().ask<{ refusal: { code: string }; then?: unknown }>('outlook', { changes } as unknown as Json);
    expect([found.refusal.code, found.then]).toEqual([code, undefined]);
  });
});

describe('a change of the committee', () => {
  it('is approved by the policy’s share of validators and takes effect after a stated block', () => {
    const chain = new KernelChain();
    const before = chain.head.header.nextCommitteeHash;
    expect(chain.propose(0, newcomer('fifth'))).toBe('accepted');
    expect(chain.approve(1, 1, 2)).toEqual(['accepted', 'accepted']); // 67 % of four are three: the proposer and two more.
    const { lastHeight } = chain.ask<{ lastHeight: number }>('epoch');
    expect(lastHeight).toBe(chain.head.header.height + 1);
    expect(endsEpoch(chain.head.header)).toBe(false);
    chain.pass(1);
    expect(endsEpoch(chain.head.header)).toBe(true);
    expect(chain.head.header).toMatchObject({ epoch: 0, committeeHash: before, nextCommitteeHash: committeeHash(chain.seats.committee()) });
    chain.pass(1);
    expect(chain.head.header).toMatchObject({ epoch: 1, committeeHash: committeeHash(chain.seats.committee()) });
    expect(endsEpoch(chain.head.header)).toBe(false);
    expect(chain.labels).toEqual(['Organisation 0', 'Organisation 1', 'Organisation 2', 'Organisation 3', 'fifth']);
    expect(chain.ask('changes')).toEqual([]);
    expect(chain.ask<{ seats: unknown[] }>('committee', { epoch: 0 }).seats).toHaveLength(4);
  });

  it('takes effect at the height that was asked for, together with what else is due', () => {
    const chain = new KernelChain();
    chain.give(0, 'propose-change', { changes: [newcomer('fifth')], atHeight: 10 } as unknown as Json);
    chain.propose(0, newcomer('sixth'));
    chain.approve(1, 1, 2);
    expect(chain.ask<{ lastHeight: number }>('epoch').lastHeight).toBe(10);
    expect(chain.give('sixth node', 'confirm-seat', { change: 2 })).toBe('accepted'); // With both, six need five.
    expect(chain.approve(2, 1, 2)).toEqual(['accepted', 'accepted']);
    chain.pass(1);
    expect(chain.labels).toContain('sixth');
    expect(chain.labels).not.toContain('fifth');
    while (chain.head.header.height < 10) chain.pass(1);
    expect(chain.labels).toEqual(expect.arrayContaining(['fifth', 'sixth']));
    expect(chain.seats.epoch().epoch).toBe(2);
  });

  it('goes from 4 to 7 only once enough newcomers have shown to be there, and on to 5', () => {
    const chain = new KernelChain();
    chain.propose(0, newcomer('fifth'), newcomer('sixth'), newcomer('seventh'));
    expect(chain.approve(1, 1, 2)).toEqual(['accepted', 'refused NO_QUORUM_LEFT']);
    expect(chain.give('stranger', 'confirm-seat', { change: 1 })).toBe('NOT_A_SEAT');
    expect(chain.give(3, 'confirm-seat', { change: 1 })).toBe('refused NOT_A_NEWCOMER');
    expect(chain.give('fifth node', 'confirm-seat', { change: 1 })).toBe('accepted');
    expect(chain.give('fifth node', 'confirm-seat', { change: 1 })).toBe('refused ALREADY_CONFIRMED');
    expect(chain.approve(1, 2)).toEqual(['accepted']); // Four that stay and one that came are a quorum of seven.
    chain.pass(1);
    expect(chain.ask('committee')).toMatchObject({ epoch: 1, quorum: 5, mayFail: 2 });
    chain.propose(1, remove(0), remove(6));
    expect(chain.give(0, 'approve-change', { change: 2 })).toBe('accepted');
    chain.approve(2, 2, 3);
    expect(chain.give('sixth node', 'approve-change', { change: 2 })).toBe('accepted');
    chain.pass(1);
    expect(chain.ask('committee')).toMatchObject({ epoch: 2, quorum: 4, mayFail: 1 });
    expect(chain.give(0, 'propose-change', { changes: [remove(1)] } as unknown as Json)).toBe('NOT_A_SEAT');
    // Its node is let in for one more epoch, to see the end of its own.
    expect(chain.seats.nodeKeys().has(toHex(keyOf('test node 0').publicKey))).toBe(true);
  });

  it('changes the parameters of consensus, and takes a role away without taking the seat', () => {
    const chain = new KernelChain();
    chain.propose(0, { kind: 'set-consensus', parameters: { viewTimerMs: 500 } }, { kind: 'set-role', seat: 3, role: 'observer' });
    chain.approve(1, 1, 2);
    chain.pass(1);
    expect(chain.seats.epoch().consensus).toMatchObject({ viewTimerMs: 500, viewTimerMsMax: 3000 });
    expect(chain.labels).toHaveLength(3);
    expect(chain.ask<{ role: string }[]>('seats')[3]).toMatchObject({ role: 'observer', label: 'Organisation 3' });
    expect(chain.ask<Record<string, unknown>[]>('seats')[3]).not.toHaveProperty('votingKey');
  });

  it('that has become impossible by its height is left out and said so, and the chain goes on', () => {
    const chain = new KernelChain();
    chain.give(0, 'propose-change', { changes: [remove(3)], atHeight: 12 } as unknown as Json);
    chain.give(0, 'propose-change', { changes: [newcomer('fifth'), { kind: 'replace-keys', seat: 3, ...keysFor('other voting', 'test node 3') }], atHeight: 8 } as unknown as Json);
    chain.approve(2, 1, 2);
    chain.approve(1, 1, 2);
    chain.give(3, 'propose-change', { changes: [{ kind: 'remove-seat', seat: 3 }] } as unknown as Json);
    while (chain.head.header.height < 12) chain.pass(1);
    expect(chain.labels).toEqual(['Organisation 0', 'Organisation 1', 'Organisation 2', 'fifth']);
  });

  const refused: [string, Change[], string][] = [
    ['a key without proof', [{ kind: 'add-seat', seat: { organisation: 'x', label: 'x', role: 'validator', nodeKey: '11'.repeat(32), votingKey: '22'.repeat(32), proofOfPossession: '33'.repeat(64) } }], 'KEY_INVALID'],
    ['a validator without keys', [{ kind: 'add-seat', seat: { organisation: 'x', label: 'x', role: 'validator', nodeKey: '11'.repeat(32) } }], 'KEY_INVALID'],
    ['a node key twice', [{ kind: 'add-seat', seat: { organisation: 'x', label: 'x', role: 'observer', nodeKey: toHex(keyOf('test node 2').publicKey) } }], 'KEY_IN_USE'],
    ['a voting key twice', [{ kind: 'replace-keys', seat: 0, ...keysFor('test voting 1', 'test node 0') }], 'KEY_IN_USE'],
    ['a proof over another node key', [{ kind: 'replace-keys', seat: 0, ...keysFor('new voting', 'test node 1') }], 'KEY_INVALID'],
    ['no such seat', [remove(9)], 'NO_SUCH_SEAT'],
    ['a seat removed twice', [remove(3), remove(3)], 'CHANGES_CONTRADICT'],
    ['two roles of one seat', [{ kind: 'set-role', seat: 3, role: 'observer' }, { kind: 'set-role', seat: 3, role: 'member' }], 'CHANGES_CONTRADICT'],
    ['the same role', [{ kind: 'set-role', seat: 0, role: 'validator' }], 'ROLE_UNCHANGED'],
    ['parameters out of range', [{ kind: 'set-consensus', parameters: { viewTimerMs: 1 } }], 'CONSENSUS_INVALID'],
    ['parameters that do not exist', [{ kind: 'set-consensus', parameters: { speed: 'high' } }], 'CONSENSUS_INVALID'],
    ['another engine', [{ kind: 'set-consensus', parameters: { engine: 'pow' } }], 'CONSENSUS_INVALID'],
  ];
  it.each(refused)('is refused: %s', (_, changes, code) => {
    expect(new KernelChain().propose(0, ...changes)).toBe(`refused ${code}`);
  });

  it('is refused with the sums when it would leave nobody, or too few', () => {
    const chain = new KernelChain();
    chain.propose(0, remove(0), remove(1), remove(2), remove(3));
    expect(chain.approve(1, 1, 2)).toEqual(['accepted', 'refused NO_VALIDATOR_LEFT']);
    chain.propose(0, remove(0), remove(1), newcomer('fifth'), newcomer('sixth'));
    expect(chain.approve(2, 1, 2)).toEqual(['accepted', 'refused NO_QUORUM_LEFT']);
  });

  it('is asked for by validators only, and a seat’s commands are counted', () => {
    const chain = new KernelChain();
    expect(chain.give('stranger', 'propose-change', { changes: [remove(0)] } as unknown as Json)).toBe('NOT_A_SEAT');
    expect(chain.approve(7, 0)).toEqual(['refused NO_SUCH_CHANGE']);
    const words = Array.from({ length: 40 }, () => chain.approve(7, 0)[0]);
    expect(words).toContain('KERNEL_BUSY');
    expect(chain.approve(7, 1)).toEqual(['refused NO_SUCH_CHANGE']);
  });

  it('is withdrawn by its proposer only, and forgotten after two weeks', () => {
    const chain = new KernelChain();
    chain.propose(0, remove(3));
    expect(chain.give(1, 'withdraw-change', { change: 1 })).toBe('refused NOT_THE_PROPOSER');
    expect(chain.give(0, 'withdraw-change', { change: 1 })).toBe('accepted');
    expect(chain.approve(1, 1)).toEqual(['refused NO_SUCH_CHANGE']);
    chain.propose(0, remove(3));
    chain.advance([], 15 * DAY_MS);
    expect(chain.approve(2, 1)).toEqual(['refused CHANGE_EXPIRED']);
    chain.propose(0, remove(2));
    expect(chain.ask<{ id: number }[]>('changes').map(({ id }) => id)).toEqual([3]);
  });

  it('decides at once where one validator is alone', () => {
    const chain = new KernelChain([], { validators: 1 });
    chain.propose(0, newcomer('second'));
    expect(chain.give('second node', 'confirm-seat', { change: 1 })).toBe('accepted');
    expect(chain.approve(1, 0)).toEqual(['accepted']);
    chain.pass(1);
    expect(chain.ask('committee')).toMatchObject({ epoch: 1, quorum: 2 });
  });
});

describe('a seat’s own keys', () => {
  const register = (chain: KernelChain, seat: number, voting: string, signer: string, epoch = 0): string => {
    const node = `test node ${seat}`;
    const message = keyChangeSigningBytes(chain.executor.chainId, epoch, keyOf(node).publicKey, keyOf(voting).publicKey);
    return chain.give(seat, 'register-keys', { scheme: 'ed25519', ...keysFor(voting, node), authorisation: toHex(sign(message, keyOf(signer))) });
  };

  it('are changed with the signature of the present one, from the next epoch on, once a day', () => {
    const chain = new KernelChain();
    expect(register(chain, 2, 'fresh voting', 'test voting 2')).toBe('accepted');
    expect(chain.seats.committee().seats[2]!.votingKey).toEqual(keyOf('test voting 2').publicKey);
    chain.pass(1);
    expect(chain.seats.committee()).toMatchObject({ epoch: 1 });
    expect(chain.seats.committee().seats[2]!.votingKey).toEqual(keyOf('fresh voting').publicKey);
    expect(chain.ask<{ registered: string[] }[]>('seats')[2]!.registered).toEqual([]);
    expect(register(chain, 2, 'fresher voting', 'fresh voting', 1)).toBe('refused KEY_CHANGE_TOO_SOON');
    chain.advance([], DAY_MS);
    expect(register(chain, 2, 'fresher voting', 'fresh voting', 1)).toBe('accepted');
  });

  it('are not changed by whoever holds the node key alone, nor with a signature of another epoch or key', () => {
    const chain = new KernelChain();
    expect(register(chain, 2, 'fresh voting', 'test voting 1')).toBe('refused KEY_CHANGE_NOT_SIGNED');
    expect(register(chain, 2, 'fresh voting', 'test voting 2', 1)).toBe('refused KEY_CHANGE_NOT_SIGNED');
    expect(register(chain, 2, 'test voting 1', 'test voting 2')).toBe('refused KEY_IN_USE');
  });
});

describe('evidence of equivocation', () => {
  const vote = (chain: KernelChain, kind: VoteKind, view: number, block: Bytes, seat = 1, epoch = 0, signer = `test voting ${seat}`): string => {
    const subject = { kind, epoch, view, blockId: block };
    return toHex(encodeVote({ ...subject, seat, signature: sign(voteSigningBytes(chain.executor.chainId, subject), keyOf(signer)) }));
  };
  const [A, B] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];

  it('is recorded once for a seat and epoch, with an event that names the seat', () => {
    const chain = new KernelChain();
    const report = { first: vote(chain, 'notarise', 5, A), second: vote(chain, 'notarise', 5, B) };
    const transaction = chain.sign({ calls: [callOf('test node 0', 'kernel', 'report-equivocation', canonicalText(report))] }, 'test node 0');
    const { execution } = chain.build([transaction]);
    expect(parseCanonicalJson(execution.results[0]!.events[0]!.data)).toMatchObject({ epoch: 0, place: 1, seat: 1, label: 'Organisation 1', view: 5 });
    expect(chain.advance([transaction])).toEqual(['accepted']);
    expect(chain.give(2, 'report-equivocation', { first: vote(chain, 'nullify', 9, ZERO_HASH), second: vote(chain, 'finalise', 9, B) })).toBe('refused EVIDENCE_KNOWN');
    expect(chain.ask('evidence')).toMatchObject([{ epoch: 0, place: 1, view: 5, reportedBy: 0, ...report }]);
    expect(chain.seats.isBlamed(0, 1)).toBe(true);
  });

  it('of an epoch that is over is judged by that epoch’s committee', () => {
    const chain = new KernelChain();
    chain.propose(0, { kind: 'replace-keys', seat: 1, ...keysFor('fresh voting', 'test node 1') });
    chain.approve(1, 1, 2);
    chain.pass(2);
    const fresh = { first: vote(chain, 'notarise', 5, A, 1, 0, 'fresh voting'), second: vote(chain, 'notarise', 5, B, 1, 0, 'fresh voting') };
    expect(chain.give(0, 'report-equivocation', fresh)).toBe('refused EVIDENCE_INVALID');
    expect(chain.give(0, 'report-equivocation', { first: vote(chain, 'finalise', 5, A), second: vote(chain, 'finalise', 5, B) })).toBe('accepted');
  });

  it.each<[string, (chain: KernelChain) => { first: string; second: string }]>([
    ['the same vote twice', (chain) => ({ first: vote(chain, 'notarise', 5, A), second: vote(chain, 'notarise', 5, A) })],
    ['votes of two views', (chain) => ({ first: vote(chain, 'notarise', 5, A), second: vote(chain, 'notarise', 6, B) })],
    ['votes of two seats', (chain) => ({ first: vote(chain, 'notarise', 5, A), second: vote(chain, 'notarise', 5, B, 2) })],
    ['notarise and nullify', (chain) => ({ first: vote(chain, 'notarise', 5, A), second: vote(chain, 'nullify', 5, ZERO_HASH) })],
    ['notarise and finalise', (chain) => ({ first: vote(chain, 'notarise', 5, A), second: vote(chain, 'finalise', 5, B) })],
    ['a forged vote', (chain) => ({ first: vote(chain, 'notarise', 5, A), second: vote(chain, 'notarise', 5, B, 1, 0, 'mallory') })],
    ['a seat that is not there', (chain) => ({ first: vote(chain, 'notarise', 5, A, 9, 0, 'x'), second: vote(chain, 'notarise', 5, B, 9, 0, 'x') })],
    ['an epoch that was not yet', (chain) => ({ first: vote(chain, 'notarise', 5, A, 1, 3), second: vote(chain, 'notarise', 5, B, 1, 3) })],
    ['no votes at all', () => ({ first: '00', second: 'ff' })],
  ])('never blames: %s', (_, votes) => {
    const chain = new KernelChain();
    expect(chain.give(0, 'report-equivocation', votes(chain))).toBe('refused EVIDENCE_INVALID');
    expect(chain.ask('evidence')).toEqual([]);
  });
});
