/**
 * Bugs planted in the source itself: `from`, which must stand in the file exactly once, becomes `to` while the program is loaded (scripts/lib/plant-mutant.mjs).
 * So what is shown to be caught is the code that runs, and nothing in it knows of mutants.
 */
export interface SourceMutant {
  readonly name: string;
  /** Whose seeds must notice it. */
  readonly engine: 'bft' | 'outages' | 'pow' | 'pow-join' | 'pow-split' | 'sync' | 'ledger' | 'effects' | 'proofs' | 'take-over';
  /** Below libs/chain-core/src. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Of the same file: where one change alone would be caught by the other place. */
  readonly also?: Pick<SourceMutant, 'from' | 'to'>;
}

export const SOURCE_MUTANTS: readonly SourceMutant[] = [
  { name: 'view timers double without bound', engine: 'outages', file: 'consensus/bft/timers.ts', from: 'return Math.min(viewTimerMsMax, viewTimerMs * Math.max(1, inRow - 1));', to: 'return viewTimerMs * 2 ** Math.max(0, inRow - 2);' },
  { name: 'view timers grow without bound', engine: 'outages', file: 'consensus/bft/timers.ts', from: 'return Math.min(viewTimerMsMax, viewTimerMs * Math.max(1, inRow - 1));', to: 'return viewTimerMs * Math.max(1, inRow - 1);' },
  { name: 'what was lost in an outage is not said again', engine: 'outages', file: 'consensus/bft/bft-engine.ts', from: "if (!castNullify(state)) sendStand(state, 'all', false);", to: 'castNullify(state);' },
  { name: 'certificates that views were entered by are not kept', engine: 'bft', file: 'consensus/bft/take-certificate.ts', from: "if (state.seat !== undefined && certificate.kind !== 'finalise')", to: 'if (state.seat === -1)' },
  { name: 'going back to another branch leaves one output spent', engine: 'pow', file: 'state/state-version.ts', from: 'return new StateVersion(this.#base, this, overlay);', to: 'for (const [key, value] of overlay.changes()) if (value === undefined) { this.#changed?.delete(key); break; } return new StateVersion(this.#base, this, overlay);' },
  { name: 'a part of a state need not lead to its root', engine: 'pow-join', file: 'state/state-range.ts', from: '|| foldRange(all, range.left, range.right) !== toBinary(root))', to: '|| foldRange(all, range.left, range.right).length + root.length === 0)' },
  { name: 'the state of the branch with most headers is taken', engine: 'pow-join', file: 'sync/heaviest-headers.ts', from: "if (this.#workAt('rival', rival.top) <= this.#workAt('best', best.top)) return;", to: 'if (rival.top <= best.top) return;' },
  { name: 'a better branch that is late bars nothing from being final', engine: 'pow-join', file: 'consensus/pow/finality.ts', from: 'if (tree.heaviest.totalWork <= head.totalWork) return entry;', to: 'if (tree.best.totalWork <= head.totalWork) return entry;' },
  { name: 'everybody waits for a body that somebody holds back', engine: 'pow', file: 'consensus/pow/asking.ts', from: '    this.state.tree.setLate(asked.entry);\n', to: '' },
  { name: 'headers of a state need no work', engine: 'pow-join', file: 'sync/heaviest-headers.ts', from: 'if (fault !== undefined) return `a header breaks the rules: ${fault}`;', to: '' },
  { name: 'who was cut off does not say so', engine: 'pow-split', file: 'consensus/pow/rival.ts', from: 'if (rival === undefined || !outweighs', to: 'if (rival === undefined || rival.work > 0n || !outweighs' },
  { name: 'who has more work says that it was cut off, too', engine: 'pow-split', file: 'consensus/pow/rival.ts', from: 'own.work + head.totalWork - final.totalWork < work', to: 'own.work + head.totalWork - final.totalWork < work + work' },
  { name: 'sync trusts the height of one peer', engine: 'sync', file: 'sync/catch-up.ts', from: 'return Math.max(0, ...[...this.#peers.values()].map(({ claimedHeight }) => claimedHeight));', to: 'return [...this.#peers.values()][0]?.claimedHeight ?? 0;' },
  { name: 'whoever claims most is asked, however often in vain', engine: 'sync', file: 'sync/catch-up.ts', from: 'a.failures - b.failures || b.claimedHeight - a.claimedHeight', to: 'b.claimedHeight - a.claimedHeight' },
  { name: 'a peer that tells old blocks is asked again at once', engine: 'sync', file: 'sync/catch-up.ts', from: 'return front.parent.height >= fromHeight ? this.consider() : this.#passOver(peer);', to: 'return this.consider();' },
  { name: 'fetched blocks need no certificate', engine: 'sync', file: 'sync/batch.ts', from: 'if (!verifyFinality(last, batch.certificate, expected.committee, expected.chainId))', to: 'if (last.id.length === 0)' },
  { name: 'a block may be missing below a certified one', engine: 'sync', file: 'sync/batch.ts', from: 'if (block.header.height !== parent.height + 1 || !equalBytes(block.header.parentId, parent.id))', to: 'if (block.header.height < 0)' },
  { name: 'a bit beyond the last seat is let through', engine: 'proofs', file: 'protocol/signers.ts', from: 'if (seat >= seatCount) return undefined;', to: 'if (seat >= seatCount) continue;' },
  { name: 'a bitmap of signers may be longer', engine: 'proofs', file: 'protocol/signers.ts', from: 'if (bitmap.length !== Math.ceil(seatCount / 8))', to: 'if (bitmap.length < Math.ceil(seatCount / 8))' },
  { name: 'a transaction is good on every chain', engine: 'proofs', file: 'protocol/ids.ts', from: 'concatBytes(TRANSACTION_SIGNATURE, chainId, txId)', to: 'concatBytes(TRANSACTION_SIGNATURE, ZERO_HASH, txId)' },
  { name: 'certificates that contradict each other freeze nobody', engine: 'proofs', file: 'light/light-client.ts', from: 'if (this.#conflict === undefined) return;', to: 'return;' },
  { name: 'trust never runs out', engine: 'proofs', file: 'light/light-client.ts', from: 'nowMs - timeMs > trustPeriodMs)', to: 'nowMs < 0)' },
  { name: 'one input may be spent twice in a transaction', engine: 'ledger', file: 'ledger/check-shape.ts', from: 'if (spent.has(key)) refuse', to: 'if (spent.size > 99) refuse' },
  { name: 'sums of amounts wrap around', engine: 'ledger', file: 'ledger/balance.ts', from: 'sum + value.amount;', to: 'BigInt.asUintN(63, sum + value.amount);' },
  { name: 'inputs of one asset pay outputs of another', engine: 'ledger', file: 'ledger/balance.ts', from: 'if (equalBytes(this.#first.assetId, assetId)) return', to: 'if (equalBytes(assetId, assetId)) return' },
  { name: 'anybody issues an asset that exists', engine: 'ledger', file: 'ledger/check-spend.ts', from: 'openLock(input.definition.issuer, signers, timeMs, index);', to: 'input.definition.issuer.keys.forEach((key) => signers.has(toBinary(key)));' },
  { name: 'inputs need no signature of their owner', engine: 'ledger', file: 'ledger/locks.ts', from: 'if (present < lock.threshold)', to: 'if (present < 0)' },
  { name: 'one of several owners is enough', engine: 'ledger', file: 'ledger/locks.ts', from: 'if (present < lock.threshold)', to: 'if (present < 1)' },
  { name: 'time locks open at once', engine: 'ledger', file: 'ledger/locks.ts', from: 'timeMs < lock.notBeforeMs)', to: 'timeMs < 0)' },
  { name: 'signatures nobody needs are let through', engine: 'ledger', file: 'ledger/locks.ts', from: 'if (!this.isNeeded.includes(false)) return;', to: 'if (this.isNeeded.length >= 0) return;' },
  { name: 'what is spent can be spent again', engine: 'ledger', file: 'ledger/apply-spend.ts', from: 'state.delete(outputKey(input.outPoint))', to: 'state.get(outputKey(input.outPoint))' },
  { name: 'what is retired can still be spent', engine: 'ledger', file: 'ledger/apply-spend.ts', from: "if (output.lock.kind !== 'retire') putOutput", to: 'putOutput' },
  { name: 'the last output of a transaction is forgotten', engine: 'ledger', file: 'ledger/apply-spend.ts', from: "if (output.lock.kind !== 'retire')", to: "if (output.lock.kind !== 'retire' && (index === 0 || index < body.outputs.length - 1))" },
  { name: 'a recorded transaction may be recorded again', engine: 'ledger', file: 'ledger/check-spend.ts', from: 'if (isRemembered(state, transaction))', to: 'if (txId.length === 0)' },
  { name: 'expired transactions are recorded', engine: 'ledger', file: 'ledger/check-spend.ts', from: 'if (timeMs >= body.validUntilMs)', to: 'if (timeMs < 0)' },
  { name: 'signatures are not looked at', engine: 'ledger', file: 'execution/execute-transaction.ts', from: "if (!rules.verifier.verify(transaction)) refuse('SIGNATURE_INVALID');", to: '' },
  { name: 'a block may hold what the mempool refuses', engine: 'ledger', file: 'execution/executor.ts', from: "throw error instanceof Refusal ? new BlockInvalid('INVALID_TRANSACTION', { index, reason: error.code }) : error;", to: 'if (!(error instanceof Refusal)) throw error;' },
  { name: 'what modules make need not come from anywhere', engine: 'effects', file: 'execution/execute-transaction.ts', from: 'traces.balance.refuseUnbalanced();', to: '' },
  { name: 'hooks need not balance', engine: 'effects', file: 'execution/run-block.ts', from: 'balance.refuseUnbalanced();', to: '' },
  { name: 'a module spends what is locked to another', engine: 'effects', file: 'module/module-holding.ts', from: 'if (space === spaceName(module))', to: "if (space !== '')" },
  { name: 'outputs of modules take the place of declared ones', engine: 'effects', file: 'execution/execute-transaction.ts', from: 'new EffectQueue(transaction.txId, transaction.body.outputs.length)', to: 'new EffectQueue(transaction.txId, 0)' },
  { name: 'modules touch any number of outputs', engine: 'effects', file: 'ledger/own-outputs.ts', from: 'if (touched >= LIMITS.effectsMax)', to: 'if (touched < 0)' },
  { name: 'what a module spent is still there', engine: 'effects', file: 'ledger/held-outputs.ts', from: 'state.delete(outputKey(outPoint));', to: '' },
  { name: 'what a refused call spent is gone', engine: 'effects', file: 'execution/execute-transaction.ts', from: "  if (outcome.kind === 'accepted') {\n    afterCalls.writeTo(block);", to: "  afterCalls.writeTo(block);\n  if (outcome.kind === 'accepted') {" },
  { name: 'signatures spend what a module holds', engine: 'effects', file: 'ledger/module-locks.ts', from: 'modules.inSpace(lock.module) === undefined ? readModuleLock(lock.data)?.owner : undefined;', to: 'readModuleLock(lock.data)?.owner;' },
  { name: 'limits of open inputs are not looked at', engine: 'effects', file: 'ledger/open-inputs.ts', from: 'if (came < atLeast || came > atMost)', to: 'if (came <= 0n)' },
  { name: 'open inputs are held against what was touched', engine: 'effects', file: 'ledger/own-outputs.ts', from: "if (!('kind' in lock)) this.#take({ assetId, lock }, -amount);", to: '' },
  { name: 'what was signed for a module is taken from its successor', engine: 'effects', file: 'ledger/open-inputs.ts', from: 'modules.inSpace(space) ??', to: "modules.find(space.split('~')[0]!) ??", also: { from: '`${module} ${lock}', to: "`${module.split('~')[0]} ${lock}" } },
  { name: 'calls take from under open locks what nobody signed for', engine: 'effects', file: 'ledger/open-inputs.ts', from: 'taken.refuseUnnamed(named);', to: '' },
  { name: 'hooks take from under open locks', engine: 'effects', file: 'execution/run-block.ts', from: 'taken.refuseUnnamed([]);', to: '' },
  { name: 'what open inputs are bound to is made from nothing', engine: 'effects', file: 'ledger/pay-open-inputs.ts', from: 'balance.out(output.assetId, output.value);', to: '' },
  { name: 'what was taken over before counts as the lock it was made under', engine: 'take-over', file: 'kernel/take-over.ts', from: 'locks === undefined ? becomes : through(locks, becomes)', to: 'becomes' },
  { name: 'what was taken over before is lost with the next', engine: 'take-over', file: 'kernel/held.ts', from: '[{ space: spaceName(module) }, ...(module.takenOver ?? [])]', to: '[{ space: spaceName(module) }]' },
  { name: 'a successor takes over whatever the proposal says', engine: 'take-over', file: 'kernel/refuse-plan.ts', from: 'if (shared > 0 && !takesOver)', to: 'if (shared < 0 && !takesOver)' },
  { name: 'a successor takes over what it does not know', engine: 'take-over', file: 'kernel/take-over.ts', from: 'find((lock) => !Object.hasOwn(locks, lock))', to: 'find((lock) => Object.keys(locks).length === 0 && !Object.hasOwn(locks, lock))' },
  { name: 'what was taken over keeps the name of its lock', engine: 'take-over', file: 'module/module-holding.ts', from: 'return { ...said, lock: locks![said.lock]! };', to: 'return said;' },
  { name: 'spaces that are empty stay in the set', engine: 'take-over', file: 'kernel/held.ts', from: '.filter(({ space }) => heldIn(state, space).shared > 0)', to: '.filter(({ space }) => heldIn(state, space).shared >= 0)' },
  { name: 'what is spent still counts among what has no owner', engine: 'take-over', file: 'ledger/held-outputs.ts', from: 'BigInt(by) * value.amount', to: 'value.amount' },
  { name: 'what was signed for the market before is bound by the next', engine: 'take-over', file: 'ledger/open-inputs.ts', from: 'modules.inSpace(space) ??', to: 'modules.inOrder[0] ??', also: { from: '`${module} ${lock}', to: "`${module.length > 0} ${lock}" } },
  { name: 'a last leaf without a partner is doubled', engine: 'proofs', file: 'crypto/merkle.ts', from: 'if (level.length % 2 === 1) above.push(level.at(-1)!);', to: 'if (level.length % 2 === 1) above.push(innerHash(level.at(-1)!, level.at(-1)!));' },
  { name: 'leaves are hashed like inner nodes', engine: 'proofs', file: 'crypto/merkle.ts', from: 'const LEAF = 0;', to: 'const LEAF = 1;' },
  { name: 'a quorum of receipts is 2f', engine: 'proofs', file: 'protocol/committee.ts', from: 'return seats - Math.floor((seats - 1) / 3);', to: 'return seats - Math.floor((seats - 1) / 3) - 1;' },
  { name: 'a certificate of another kind makes a block final', engine: 'proofs', file: 'protocol/finality-proof.ts', from: "return kind === 'finalise' ||", to: "return kind !== 'nullify' ||" },
  { name: 'a certificate of another chain makes a block final', engine: 'proofs', file: 'protocol/ids.ts', from: 'VOTE_SIGNATURE.length).fixed(chainId, 32)', to: 'VOTE_SIGNATURE.length).fixed(ZERO_HASH, 32)' },
  { name: 'a certificate of another block makes this one final', engine: 'proofs', file: 'protocol/verify-certified.ts', from: 'if (!equalBytes(certificate.blockId, id))', to: 'if (id.length === 0)' },
  { name: 'voting keys need no proof of possession', engine: 'proofs', file: 'protocol/check-genesis.ts', from: "invalid(`${path}.proofOfPossession`, 'the voting key did not sign the node key');", to: 'void 0;' },
  { name: 'stored values are believed without their checksum', engine: 'proofs', file: 'storage/checked-value.ts', from: '!== check) corrupt', to: '< 0) corrupt' },
  { name: 'a damaged vote log is cut off at the damage', engine: 'proofs', file: 'storage/vote-frame.ts', from: 'if (goodFrameBehind(file, at, sequence)) corrupt', to: 'if (sequence < 0) corrupt' },
];
