import { defineModule } from '@bystack/chain-core/module';
import { afterKey, args, key } from '../shapes';
import { applyAddAuthority, applyRetireAuthority, checkAddAuthority, checkRetireAuthority } from './authorities';
import { applyDismiss, applyEnrol, applyLeave, checkDismiss, checkEnrol, checkLeave } from './badges';
import { ERRORS } from './errors';
import { EVENTS } from './events';
import { fromOpenRegistration } from './from-open-registration';
import * as organisations from './organisations';
import { checkParams, warnParams, writeFounding, type Params } from './params';
import * as queries from './queries';
import { STORES } from './records';
import { RESULTS } from './results';
import { applyRevoke, applyRevokeByList, checkRevoke, checkRevokeByList } from './revocations';
import * as shapes from './shapes';
import { attributesOf, hasRole, isMember, nameOf, organisationOf, rolesOf } from './standing';

/** Companies vouch for their people: whoever holds a certificate of a company on the chain takes part, with the roles that it says. See README.md. */
export const companyBadges = defineModule<Params>({
  name: 'company-badges',
  version: '1.0.0',
  slot: 'identity',
  title: { en: 'Company badges', zh: '企业工牌' },
  summary: {
    en: 'Companies bring their certificate authorities; whoever holds a certificate of one takes part, with the roles that it says, until it runs out or is revoked.',
    zh: '企业接入自己的证书颁发机构；持有其证书者即可按证书所载角色参与，直至证书到期或被吊销。',
  },
  params: shapes.params,
  checkParams,
  warnParams,
  stores: STORES,
  commands: {
    addOrganisation: { title: { en: 'Add an organisation', zh: '添加组织' }, payload: shapes.newOrganisation, check: organisations.checkAddOrganisation, apply: organisations.applyAddOrganisation },
    changeOrganisation: { title: { en: 'Change an organisation', zh: '更改组织' }, payload: args({ organisation: shapes.organisation, name: shapes.organisationName, roles: shapes.roles }, ['organisation']), check: organisations.checkChangeOrganisation, apply: organisations.applyChangeOrganisation },
    setKeepers: { title: { en: 'Say who keeps an organisation’s badges', zh: '指定组织的工牌保管人' }, payload: args({ organisation: shapes.organisation, keepers: shapes.keepers }, ['organisation', 'keepers']), check: organisations.checkSetKeepers, apply: organisations.applySetKeepers },
    closeOrganisation: { title: { en: 'End all badges of an organisation', zh: '终止组织的全部工牌' }, payload: args({ organisation: shapes.organisation }, ['organisation']), check: organisations.checkCloseOrganisation, apply: organisations.applyCloseOrganisation },
    addAuthority: { title: { en: 'Add a certificate authority', zh: '添加证书颁发机构' }, payload: args({ organisation: shapes.organisation, certificate: shapes.authorityCertificate }, ['organisation', 'certificate']), check: checkAddAuthority, apply: applyAddAuthority },
    retireAuthority: { title: { en: 'Retire a certificate authority', zh: '停用证书颁发机构' }, payload: args({ authority: shapes.authority, badges: shapes.badgesOfRetired }, ['authority', 'badges']), check: checkRetireAuthority, apply: applyRetireAuthority },
    enrol: { title: { en: 'Show my badge', zh: '出示我的工牌' }, payload: args({ certificate: shapes.memberCertificate, authority: shapes.authority, proof: shapes.proof }, ['certificate']), check: checkEnrol, apply: applyEnrol },
    leave: { title: { en: 'Give my badge back', zh: '交回我的工牌' }, payload: args({}, []), check: checkLeave, apply: applyLeave },
    dismiss: { title: { en: 'Dismiss a member without a badge', zh: '移除无工牌成员' }, payload: args({ key }, ['key']), check: checkDismiss, apply: applyDismiss },
    revoke: { title: { en: 'Revoke a certificate', zh: '吊销证书' }, payload: args({ authority: shapes.authority, serial: shapes.serial, reason: shapes.reason }, ['authority', 'serial', 'reason']), check: checkRevoke, apply: applyRevoke },
    revokeByList: { title: { en: 'Bring an authority’s list of revoked certificates', zh: '提交机构的证书吊销列表' }, payload: args({ list: shapes.revocationList, authority: shapes.authority }, ['list']), check: checkRevokeByList, apply: applyRevokeByList },
  },
  queries: {
    whoIs: { title: { en: 'Who a key belongs to', zh: '密钥属于谁' }, args: args({ key }, ['key']), result: RESULTS.whoIs, answer: queries.whoIs },
    members: { title: { en: 'Everybody who takes or took part', zh: '全部现任与前任成员' }, args: args({ limit: shapes.pageLimit, after: afterKey }, []), result: RESULTS.members, answer: queries.members },
    history: { title: { en: 'What a key was on this chain, from when to when', zh: '密钥在本链上的身份历史' }, args: args({ key }, ['key']), result: RESULTS.history, answer: queries.history },
    organisations: { title: { en: 'The organisations', zh: '全部组织' }, args: args({ limit: shapes.pageLimit, after: shapes.organisation }, []), result: RESULTS.organisations, answer: queries.organisations },
    authorities: { title: { en: 'An organisation’s certificate authorities', zh: '组织的证书颁发机构' }, args: args({ organisation: shapes.organisation }, ['organisation']), result: RESULTS.authorities, answer: queries.authorities },
    certificate: { title: { en: 'A certificate that the chain keeps', zh: '链上保存的证书' }, args: args({ id: shapes.authority }, ['id']), result: RESULTS.certificate, answer: queries.certificate },
    revocation: { title: { en: 'Whether and when a certificate was revoked', zh: '证书是否及何时被吊销' }, args: args({ authority: shapes.authority, serial: shapes.serial }, ['authority', 'serial']), result: RESULTS.revocation, answer: queries.revocation },
    statement: { title: { en: 'What a certificate’s key signs for a key of this chain', zh: '证书密钥为本链密钥签署的声明' }, args: args({ key }, ['key']), result: RESULTS.statement, answer: queries.statement },
  },
  methods: { isMember, rolesOf, hasRole, nameOf, attributesOf, organisationOf },
  events: EVENTS,
  errors: ERRORS,
  hooks: { genesis: (context) => writeFounding(context) },
  migrateFrom: { 'open-registration@1.0.0': fromOpenRegistration },
});
export { readCertificate, type Certificate } from './x509/read-certificate';
export { readPem } from './x509/read-pem';
