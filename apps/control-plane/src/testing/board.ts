import type { ChangeView, CommitteeView, DecidedChange, NodeView } from '@bystack/api';
import { canonicalJson } from '@bystack/chain-core/codec/json';
import { keyPairFromSeed } from '@bystack/chain-core/crypto/sign';
import { fromHex, toHex } from '@bystack/chain-core/primitives/bytes';
import { decodeTransaction } from '@bystack/chain-core/protocol/codec';
import { signTransaction } from '@bystack/chain-core/protocol/sign-transaction';
import { committeeTold } from './node-answers';
import type { NodeAnswer } from './test-agent';

type Vote = 'approve-change' | 'reject-change' | 'withdraw-change';

const CHANGES: readonly ChangeView[] = [{ kind: 'remove-seat', seat: 3 }];
const SUMS = { now: { validators: 4, quorum: 3, mayFail: 1, scheme: 'ed25519' }, then: { validators: 3, quorum: 3, mayFail: 0, scheme: 'ed25519' } };
const KEYS = keyPairFromSeed(new Uint8Array(32).fill(7));

/** A stand-in for a chain of four validators that counts votes about one proposal, number 1: what is decided is over at once. A chain's own rules are tested where they are. */
export class Board {
  nodes: readonly NodeView[] = [];
  chainId = '';
  approvals: number[] = [1];
  rejections: number[] = [];
  decided: DecidedChange[] = [];
  /** What the chain took, by transaction; the same once more changes nothing. */
  readonly taken = new Map<string, { readonly seat: number; readonly vote: Vote }>();
  /** What nodes signed, and so may be taken. */
  readonly #signed = new Map<string, { readonly seat: number; readonly vote: Vote }>();
  /** After a vote is taken, before its answer. */
  afterVote: (seat: number) => Promise<void> = () => Promise.resolve();
  #salt = 0;

  async answer(nodeId: string, path: string, body: Buffer): Promise<NodeAnswer> {
    const vote = /^\/committee\/([\w-]+)\/signed$/.exec(path)?.[1] as Vote | undefined;
    if (vote) return this.#sign(nodeId, vote, JSON.parse(body.toString('utf8')) as never);
    if (path === '/committee') return told(this.#committee());
    if (path === '/queries/kernel/decided') return told({ height: 8, answer: this.decided });
    if (path.startsWith('/queries/kernel/outlook')) return told({ height: 8, answer: SUMS });
    return path.startsWith('/transactions?') ? this.#take(body) : refused(404, 'NOT_FOUND');
  }

  #committee(): CommitteeView {
    const seats = this.nodes.map(({ nodeKey, seat }) => ({ seat, organisation: 'Mills', label: `validator ${seat + 1}`, nodeKey }));
    const open = { id: 1, changes: CHANGES, note: '', proposedBy: 1, proposedAtMs: Date.now(), expiresAtMs: Date.now() + 60_000, approvals: this.approvals, needed: 3, rejections: this.rejections, quorum: 0, newcomers: [], confirmed: [], lastHeight: 0 };
    return committeeTold({
      seats: seats.map((seat, place) => ({ ...seat, place, votingKey: 'aa' })),
      chainSeats: seats.map((seat) => ({ ...seat, role: 'validator', registered: [], protocols: { min: 1, max: 1 } })),
      changes: this.decided.length === 0 ? [open] : [],
    });
  }

  #sign(nodeId: string, vote: Vote, payload: never): NodeAnswer {
    const call = { module: 'kernel', command: vote, actor: KEYS.publicKey, payload: canonicalJson(payload) };
    const validity = { validFromMs: Date.now(), validUntilMs: Date.now() + 60_000, salt: (this.#salt += 1) };
    const { txId, bytes } = signTransaction(fromHex(this.chainId, 32)!, { ...validity, inputs: [], outputs: [], calls: [call] }, [KEYS]);
    this.#signed.set(toHex(txId), { seat: this.nodes.find((node) => node.nodeId === nodeId)!.seat, vote });
    return told({ transaction: toHex(bytes) });
  }

  async #take(body: Buffer): Promise<NodeAnswer> {
    const txId = toHex(decodeTransaction(body).txId);
    const said = this.#signed.get(txId)!;
    const why = this.taken.has(txId) ? undefined : this.#count(said);
    if (why) return why;
    this.taken.set(txId, said);
    await this.afterVote(said.seat);
    return told({ txId, state: 'final', height: 9, outcome: { kind: 'accepted' } });
  }

  #count({ seat, vote }: { readonly seat: number; readonly vote: Vote }): NodeAnswer | undefined {
    if (this.decided.length > 0) return refused(404, 'NO_SUCH_CHANGE', { change: 1 });
    const votes = vote === 'approve-change' ? this.approvals : this.rejections;
    if (votes.includes(seat)) return refused(409, vote === 'approve-change' ? 'ALREADY_APPROVED' : 'ALREADY_REJECTED', { change: 1, seat });
    if (vote !== 'withdraw-change') votes.push(seat);
    if (this.approvals.length >= 3) this.end({ outcome: 'took-effect', firstHeight: 10 });
    else if (this.rejections.length >= 2) this.end({ outcome: 'rejected' });
    else if (vote === 'withdraw-change') this.end({ outcome: 'withdrawn' });
    return undefined;
  }

  end(ending: DecidedChange['ending']): void {
    const { approvals, rejections } = this;
    this.decided = [{ place: 1, ending, height: 9, timeMs: Date.now(), id: 1, changes: CHANGES, note: '', proposedBy: 1, proposedAtMs: Date.now(), approvals, rejections, validators: 4, needed: 3, quorum: 0, names: {} }];
  }
}

function told(body: unknown): NodeAnswer {
  return { status: 200, body };
}

function refused(status: number, code: string, facts: object = {}): NodeAnswer {
  return { status, body: { type: '', title: code, status, code, detail: code, facts } };
}
