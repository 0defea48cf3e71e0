import type { ChangeView, DecidedChange } from '@bystack/api';
import type { GenesisDocument } from '@bystack/chain-core/protocol/genesis';
import { stateAfter } from './state-then';
import { valuesThen } from './values-then';

const seat = (number: number, role = 'validator') => ({ organisation: 'ours', label: `validator ${number}`, role, nodeKey: 'ab' });
const GENESIS = { protocolVersion: 1, consensus: { certificates: 'ed25519', viewTimerMs: 400 }, governance: { approvalPercent: 67 }, seats: [1, 2, 3, 4].map((number) => seat(number)) } as unknown as GenesisDocument;
const over = (outcome: string, ...changes: ChangeView[]) => ({ ending: { outcome }, changes }) as unknown as DecidedChange;
const known = { moduleNamed: () => undefined };

/** What each change became, in English. */
function told(changes: readonly ChangeView[], ...earlier: DecidedChange[]): readonly string[] {
  return valuesThen(stateAfter(GENESIS, earlier), changes, known).map(({ name, now, then }) => `${name.en}: ${now.en} → ${then.en}`);
}

const EACH = 'each with its own signature (Ed25519)';
const FOUR = `4 validators, 3 must sign, ${EACH}`;

it.each<[string, ChangeView[], string[]]>([
  ['a seat that came', [{ kind: 'add-seat', seat: seat(5) }], ['“validator 5”: no seat → validator', `Who votes: ${FOUR} → 5 validators, 4 must sign, ${EACH}`]],
  ['a seat that went', [{ kind: 'remove-seat', seat: 3 }], ['“validator 4”: validator → no seat', `Who votes: ${FOUR} → 3 validators, 3 must sign, ${EACH}`]],
  ['another role', [{ kind: 'set-role', seat: 0, role: 'regulator' }], ['“validator 1”: validator → regulator', `Who votes: ${FOUR} → 3 validators, 3 must sign, ${EACH}`]],
  ['consensus', [{ kind: 'set-consensus', parameters: { certificates: 'bls', viewTimerMs: 500 } }], ['viewTimerMs: 400 → 500', `Who votes: ${FOUR} → 4 validators, 3 must sign, with one joint signature (BLS)`]],
  ['the policy', [{ kind: 'set-policy', policy: { approvalPercent: 75, expiryMs: 86_400_000, delayBlocks: 1 } }], ['Validators that must approve a change: 67 % (3 of 4) → 75 % (3 of 4)', 'A proposal is void after: 14 days → 1 day', 'What is approved waits for: 0 blocks → 1 block']],
  ['the version of the protocol', [{ kind: 'activate-protocol', version: 2 }], ['Version of the protocol: 1 → 2']],
  ['nothing of seats', [{ kind: 'replace-keys', seat: 1, votingKey: 'aa' }, { kind: 'cancel-change', change: 1 }], []],
  ['what a node makes up', [{ kind: 'set-role', seat: 'x', role: null }, { kind: 'set-policy', policy: 3 }], ['“?”: no seat → ?']],
])('tells of %s what it was and what it became', (_what, changes, lines) => expect(told(changes)).toEqual(lines));

it('tells what things were by then, of which nothing is left now', () => {
  const earlier = [over('took-effect', { kind: 'add-seat', seat: seat(5, 'observer') }), over('rejected', { kind: 'set-role', seat: 4, role: 'member' }), over('took-effect', { kind: 'set-policy', policy: { approvalPercent: 75 } })];
  expect(told([{ kind: 'set-role', seat: 4, role: 'validator' }], ...earlier)[0]).toBe('“validator 5”: observer → validator');
  expect(told([{ kind: 'set-policy', policy: { approvalPercent: 80 } }], ...earlier)).toEqual(['Validators that must approve a change: 75 % (3 of 4) → 80 % (4 of 4)']);
});
