import { merklePath, merkleRoot } from '@bystack/chain-core/crypto/merkle';
import { concatBytes, utf8 } from '@bystack/chain-core/primitives/bytes';
import { toBinary } from '@bystack/chain-core/crypto/hash';
import * as messages from '@bystack/chain-core/consensus/bft/message-codec';
import * as codec from '@bystack/chain-core/protocol/codec';
import { committeeHash } from '@bystack/chain-core/protocol/committee';
import { encodeFinalityProof } from '@bystack/chain-core/protocol/finality-proof';
import { encodeRestartCertificate } from '@bystack/chain-core/protocol/restart-certificate';
import * as ids from '@bystack/chain-core/protocol/ids';
import { encodeStateProof } from '@bystack/chain-core/state/proof';
import { StateVersion } from '@bystack/chain-core/state/state-version';
import { fullKey } from '@bystack/chain-core/state/store-key';
import { makeGenesis } from '@bystack/chain-core/execution';
import { ModuleRegistry } from '@bystack/chain-core/module/registry';
import { encodeGenesis } from '@bystack/chain-core/protocol/check-genesis';
import { signTransaction } from '@bystack/chain-core/protocol/sign-transaction';
import { moduleLock } from '@bystack/chain-core/protocol/module-lock';
import { testChain } from '@bystack/chain-core/testing';
import { expectGolden } from './golden';
import { body, chainId, committee, definition, effect, event, filled, header, keyPair, openBody, refusal, seal, subject, transaction } from './values';

describe('golden bytes', () => {
  it('of everything on wire and disk', () => {
    expectGolden('encodings.json', {
      body: codec.encodeBody(body),
      transaction: transaction.bytes,
      openTransaction: signTransaction(chainId, openBody, [keyPair]).bytes,
      output: codec.encodeOutput(body.outputs[0]!),
      lockedOutput: codec.encodeOutput({ ...body.outputs[0]!, lock: moduleLock('pool~7', { lock: 'safe', owner: filled(2), data: { note: '茶' } }) }),
      header: codec.encodeHeader(header),
      workHeader: codec.encodeHeader({ ...header, work: seal }),
      block: codec.sealBlock(header, [transaction]).bytes,
      accepted: codec.encodeResult({ txId: filled(1), outcome: { kind: 'accepted' }, events: [event], effects: [effect] }),
      refused: codec.encodeResult({ txId: filled(1), outcome: refusal, events: [], effects: [] }),
      blockResult: codec.encodeBlockResult({ events: [event], effects: [] }),
      vote: codec.encodeVote({ ...subject, seat: 258, signature: filled(21, 64) }),
      nullify: codec.encodeVote({ ...subject, kind: 'nullify', blockId: ids.ZERO_HASH, seat: 0, signature: filled(21, 64) }),
      restartCertificate: encodeRestartCertificate({ kind: 'restart', epoch: subject.epoch, view: subject.view, blockId: subject.blockId, signers: Uint8Array.of(3), proof: concatBytes(filled(22, 64), filled(23, 64)) }),
      certificateAsProof: encodeFinalityProof({ ...subject, scheme: 'ed25519', signers: Uint8Array.of(3), proof: concatBytes(filled(22, 64), filled(23, 64)) }),
      certificate: codec.encodeCertificate({ ...subject, scheme: 'ed25519', signers: Uint8Array.of(3), proof: concatBytes(filled(22, 64), filled(23, 64)) }),
      committee: codec.encodeCommittee(committee),
      blsVote: codec.encodeVote({ ...subject, seat: 258, signature: filled(21, 96) }),
      blsCertificate: codec.encodeCertificate({ ...subject, scheme: 'bls', signers: Uint8Array.of(3), proof: filled(22, 96) }),
      blsCommittee: codec.encodeCommittee({ ...committee, scheme: 'bls', seats: [{ votingKey: filled(17, 48), nodeKey: filled(18) }] }),
    });
  });

  it('of every message between engines of one committee', () => {
    const vote = { ...subject, seat: 258, signature: filled(21, 64) };
    const blsVote = { ...subject, seat: 258, signature: filled(21, 96) };
    const list = codec.encodeCertificate({ ...subject, scheme: 'ed25519', signers: Uint8Array.of(3), proof: concatBytes(filled(22, 64), filled(23, 64)) });
    const sum = codec.encodeCertificate({ ...subject, scheme: 'bls', signers: Uint8Array.of(3), proof: filled(22, 96) });
    expectGolden('bft-messages.json', {
      proposal: messages.encodeProposal([list], filled(24, 64), filled(25, 10)),
      blsProposal: messages.encodeProposal([sum], filled(24, 96), filled(25, 10)),
      vote: messages.encodeVoteMessage(vote),
      stand: messages.encodeStand({ isAnswer: true, view: 258, finalView: 255, certificates: [list, sum], votes: [vote, blsVote] }),
      wantBlock: messages.encodeWantBlock(filled(26)),
      wantCertificates: messages.encodeWantCertificates(3, 258),
      partial: messages.encodePartial(list),
      blsPartial: messages.encodePartial(sum),
      certificate: messages.encodeCertificateMessage(list),
      follow: messages.encodeFollow(258),
      followNobody: messages.encodeFollow(undefined),
    });
  });

  it('of every id and of everything that is signed', () => {
    expectGolden('ids.json', {
      transactionId: transaction.txId,
      blockId: ids.blockId(codec.encodeHeader(header)),
      assetId: ids.assetId(definition),
      nativeAssetId: ids.nativeAssetId(chainId),
      coinbaseId: ids.coinbaseId(chainId, 7, filled(10)),
      blockEffectsId: ids.blockEffectsId(chainId, 7, filled(10)),
      committeeHash: committeeHash(committee),
      transactionSigningBytes: ids.transactionSigningBytes(chainId, transaction.txId),
      notariseSigningBytes: ids.voteSigningBytes(chainId, { ...subject, kind: 'notarise' }),
      finaliseSigningBytes: ids.voteSigningBytes(chainId, subject),
      nullifySigningBytes: ids.voteSigningBytes(chainId, { ...subject, kind: 'nullify', blockId: ids.ZERO_HASH }),
      restartSigningBytes: ids.restartSigningBytes(chainId, subject),
      possessionSigningBytes: ids.possessionSigningBytes(filled(24)),
      signature: transaction.signatures[0]!.signature,
    });
  });

  it('of Merkle trees, state roots and proofs, and a genesis block', () => {
    const leaves = ['a', 'b', 'c', 'd', 'e'].map(utf8);
    const entries = leaves.map((leaf, n) => [fullKey('counter', n, leaf), leaf] as const);
    const state = StateVersion.ofEntries(entries);
    const { genesis } = testChain({ validators: 4 });
    const { block } = makeGenesis(genesis, new ModuleRegistry([]).check([]));
    const proofOf = (key: string) => encodeStateProof(state.prove(Buffer.from(key, 'latin1')));
    expectGolden('trees.json', {
      merkleRootOfNone: merkleRoot([]),
      merkleRootOfFive: merkleRoot(leaves),
      merklePathOfFifth: concatBytes(...merklePath(leaves, 4)),
      stateRootOfNone: StateVersion.ofEntries([]).root,
      stateRoot: state.root,
      fullKey: Buffer.from(entries[0]![0], 'latin1'),
      proofOfPresence: proofOf(entries[0]![0]),
      proofOfAbsence: proofOf(toBinary(utf8('nothing'))),
      genesisDocument: encodeGenesis(genesis),
      chainId: ids.chainIdOf(genesis),
      genesisBlock: block.bytes,
      genesisBlockId: block.id,
    });
  });
});
