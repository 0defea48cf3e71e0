import type { ApplyContext, CheckContext } from '../module/definition/context';
import { fromHex } from '../primitives/bytes';
import { refuse } from '../primitives/refusal';
import type { CertificateSchemeName } from '../protocol/certificate-scheme';
import type { GenesisDocument } from '../protocol/genesis';
import { keyChangeSigningBytes } from '../protocol/ids';
import { KERNEL_LIMITS } from './limits';
import { endEpochAt } from './propose';
import { validatorOfActor } from './proposals';
import { putJson, readEpoch, readSeats } from './stores';
import { allRegistered, checkPossession, isSignedBy, registeredKeysKey } from './voting-keys';
import { readUsage, writeUsage } from './usage';

export interface RegisterKeysPayload {
  readonly scheme: CertificateSchemeName;
  readonly votingKey: string;
  readonly proofOfPossession: string;
  /** Signature of the present voting key over the change; absent only if the seat has none. */
  readonly authorisation?: string;
}

/** In this order: NOT_A_VALIDATOR, KEY_INVALID, KEY_IN_USE, KEY_CHANGE_NOT_SIGNED, KEY_CHANGE_TOO_SOON. */
export function checkRegisterKeys(context: CheckContext<GenesisDocument>, payload: RegisterKeysPayload): void {
  const { state, params, chainId, timeMs } = context;
  const { number, seat } = validatorOfActor(context, context.actor);
  const { epoch, consensus } = readEpoch(state, params);
  checkPossession(payload.scheme, seat.nodeKey, payload);
  const isUsed = readSeats(state).some((it) => it.seat.votingKey === payload.votingKey || it.seat.nodeKey === payload.votingKey);
  if (isUsed || allRegistered(state).has(payload.votingKey)) refuse('KEY_IN_USE', { key: payload.votingKey, seat: number });
  const message = keyChangeSigningBytes(chainId, epoch, context.actor, fromHex(payload.votingKey)!);
  const isSigned = seat.votingKey === undefined || isSignedBy(consensus.certificates, seat.votingKey, message, payload.authorisation ?? '');
  if (!isSigned) refuse('KEY_CHANGE_NOT_SIGNED', { seat: number, epoch });
  const againMs = readUsage(state, context.actor).keysChangedAtMs + KERNEL_LIMITS.keyChangeMsMin;
  if (payload.scheme === consensus.certificates && timeMs < againMs) refuse('KEY_CHANGE_TOO_SOON', { seat: number, againMs });
}

/** A key of the scheme in use is voted with from the next epoch on, which begins soon; one of another scheme waits for a change of scheme. */
export function applyRegisterKeys(context: ApplyContext<GenesisDocument>, { scheme, votingKey, proofOfPossession }: RegisterKeysPayload): void {
  const { state, params, height, timeMs, actor } = context;
  const { number } = validatorOfActor(context, actor);
  putJson(state, 'keys', registeredKeysKey(number, scheme), { votingKey, proofOfPossession, registeredAtMs: timeMs });
  const isInUse = scheme === readEpoch(state, params).consensus.certificates;
  if (isInUse) {
    endEpochAt(context, height + 1);
    writeUsage(state, actor, { ...readUsage(state, actor), keysChangedAtMs: timeMs });
  }
  context.emit('keys-registered', { seat: number, scheme, votingKey, lastHeight: isInUse ? readEpoch(state, params).lastHeight : 0 });
}
