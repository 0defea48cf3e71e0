import { toHex, type Json, type JsonObject } from '@bystack/chain-core/module';
import { keyOf, ModuleHarness } from '@bystack/chain-core/testing';
import { companyBadges } from '@bystack/modules-identity';
import { integer } from '../../../libs/modules-identity/src/company-badges/testing/der-writer';
import { basicConstraints, NOW_MS, pem, revocationListBytes, root } from '../../../libs/modules-identity/src/company-badges/testing/make-certificate';
import { bytes, ed25519Key, forge } from './forge';

const hex = (name: string): string => toHex(keyOf(name).publicKey);
const organisation = (id: string, certificate: string): JsonObject => ({ organisation: id, name: `The ${id}`, certificate, roles: ['notary', 'recorder'], keepers: [hex('keeper')] });
const authoritiesOf = (chain: ModuleHarness, id: string): readonly string[] => (chain.query('company-badges', 'authorities', { organisation: id }) as { authorities: { authority: string }[] }).authorities.map(({ authority }) => authority);

/** Founded with whatever a certificate can be by: good authorities and bad ones, and numbers that are gone. */
export function founded(): ModuleHarness {
  const organisations = [
    organisation('mill', root('Mill CA')), organisation('short', root('Short CA', { untilMs: NOW_MS + 1 })), organisation('gone', root('Gone CA')), organisation('old', root('Old CA')),
    organisation('port', root('Port CA', { extensions: [basicConstraints()] })), organisation('dock', root('Port CA', { serial: 2, extensions: [basicConstraints()] })), organisation('narrow', root('Narrow CA', { extensions: [basicConstraints(0)] })),
  ];
  const chain = new ModuleHarness({ startMs: NOW_MS, modules: [{ module: companyBadges, params: { admins: [hex('admin')], organisations } }] });
  const done = (actor: string, command: string, payload: Json): void => expect([command, given(chain, actor, command, payload).code]).toEqual([command, undefined]);
  done('admin', 'closeOrganisation', { organisation: 'gone' });
  done('keeper', 'retireAuthority', { authority: authoritiesOf(chain, 'old')[0]!, badges: 'keep' });
  done('keeper', 'revoke', { authority: authoritiesOf(chain, 'mill')[0]!, serial: '42', reason: 'keyCompromise' });
  done('anybody', 'revokeByList', { list: pem(revocationListBytes({ issuer: 'Mill CA', serials: [67] }), 'X509 CRL') });
  done('bob', 'enrol', { certificate: pem(forge({ serial: integer(bytes(68)), key: ed25519Key(keyOf('bob').publicKey) })) });
  return chain;
}

/** A transaction, through admission and into a block. */
export function given(chain: ModuleHarness, actor: string, command: string, payload: Json) {
  return chain.call({ module: 'company-badges', command, actor, payload });
}
