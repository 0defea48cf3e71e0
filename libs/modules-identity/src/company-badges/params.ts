import { Refusal, refuse, type KnownOfParams, type ModuleContext, type Words, type WriteBatch } from '@bystack/chain-core/module';
import { fromHex } from '@bystack/chain-core/module';
import { comparedName, isCleanName } from '../clean-name';
import { checkFoundingMembers, type FoundingMember } from '../founding-members';
import { anchorOf, type Anchor } from './anchor';
import { addAuthorityRecord, writeMember, writeOrganisation } from './records';

/** An organisation and the first of its authorities. */
export interface NewOrganisation {
  readonly organisation: string;
  readonly name: string;
  /** PEM. */
  readonly certificate: string;
  readonly roles?: readonly string[];
  readonly keepers?: readonly string[];
}
export interface Params {
  readonly admins?: readonly string[];
  /** They take part without a certificate, until they hold one or are dismissed. */
  readonly members?: readonly FoundingMember[];
  readonly organisations?: readonly NewOrganisation[];
}

/** Refuses what the running chain would have refused, but for times: those are judged when somebody enrols. */
export function checkParams({ members = [], organisations = [] }: Params): void {
  checkFoundingMembers(members);
  const taken = { ids: new Set<string>(), names: new Set<string>(), authorities: new Set<string>() };
  organisations.forEach(({ organisation, name, certificate }, index) => {
    const at = `/organisations/${index}`;
    if (!isCleanName(name)) refuse('NAME_INVALID', { path: `${at}/name`, reason: 'a name has no control characters and no spaces at its ends' });
    take(taken.ids, organisation, () => refuse('ORGANISATION_EXISTS', { path: `${at}/organisation`, organisation }));
    take(taken.names, comparedName(name), () => refuse('NAME_TAKEN', { path: `${at}/name`, name }));
    const { id } = placedAt(`${at}/certificate`, () => anchorOf(certificate));
    take(taken.authorities, id, () => refuse('AUTHORITY_EXISTS', { path: `${at}/certificate` }));
  });
}

/** Whoever takes part without a badge goes on; but somebody must bring in whoever comes later. */
export function warnParams({ admins = [], organisations = [] }: Params, { isInForce = false }: KnownOfParams): readonly Words[] {
  if (admins.length + organisations.length > 0) return [];
  if (isInForce) return [{
    en: 'No administrator is named: nobody could add an organisation or close one. Unless organisations are on the chain already, nobody who is not a member could ever take part.',
    zh: '未指定管理员：无人能够添加或关闭组织。除非链上已有组织，否则现有成员之外的任何人都无法参与。',
  }];
  return [{
    en: 'No organisation and no administrator is named: nobody who is not a member already could ever take part, and nobody could add an organisation.',
    zh: '未指定任何组织或管理员：现有成员之外的任何人都无法参与，也无人能够添加组织。',
  }];
}

export function writeFounding({ params, state, timeMs }: ModuleContext<Params, WriteBatch>): void {
  for (const { key, name, roles = [] } of params.members ?? []) {
    writeMember(state, fromHex(key, 32)!, { name, roles: [...new Set(roles)].sort(), sinceMs: timeMs, badge: null, leftAtMs: null });
  }
  for (const { organisation, name, roles = [], keepers = [], certificate } of params.organisations ?? []) {
    writeOrganisation(state, organisation, { name, roles: [...roles].sort(), keepers, addedAtMs: timeMs, closedAtMs: null });
    const anchor: Anchor = anchorOf(certificate);
    addAuthorityRecord(state, anchor.id, { ...anchor.record, organisation, addedAtMs: timeMs }, anchor.certificate);
  }
}

function take(taken: Set<string>, value: string, refuseIt: () => never): void {
  if (taken.has(value)) refuseIt();
  taken.add(value);
}

/** Readers of certificates know nothing of payloads: adds where it was given. */
export function placedAt<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refuse(error.code, { path, ...error.facts });
  }
}
