import type { CommitteeView } from '@bystack/api';
import { describeCommittee } from './describe-chain';

const view: CommitteeView = {
  ...{ height: 9, epoch: 1, firstHeight: 5, lastHeight: 0, scheme: 'ed25519', quorum: 1, mayFail: 0 },
  seats: [{ place: 0, seat: 0, organisation: 'o', label: 'mill', nodeKey: 'aa'.repeat(32), votingKey: 'bb'.repeat(32) }],
  chainSeats: [{ seat: 0, organisation: 'o', label: 'mill', role: 'validator', nodeKey: 'aa'.repeat(32), registered: [], protocols: { min: 1, max: 1 } }],
  protocol: { inForce: 1, firstHeight: 0, due: null },
  policy: { approvalPercent: 67, quorumPercent: 0, expiryMs: 1, delayBlocks: 0, validators: 1, needed: 1, quorum: 0 },
  ...{ changes: [], equivocations: [] },
};

describe('a committee in words', () => {
  const told = (consensus?: CommitteeView['consensus']) => describeCommittee({ ...view, ...(consensus && { consensus }) });

  it('says by which parameters of consensus the chain goes now, by the names that a proposal takes', () => {
    const consensus = { engine: 'bft', certificates: 'bls', topology: { kind: 'mesh' }, viewTimerMs: 500, viewTimerMsMax: 3_000, heartbeatMs: 0 };
    expect(told(consensus)).toContain('Consensus: engine = "bft", certificates = "bls", topology.kind = "mesh", viewTimerMs = 500, viewTimerMsMax = 3000, heartbeatMs = 0.');
  });

  it('says nothing of them where the node is older', () => expect(told()).not.toContain('Consensus'));
});
