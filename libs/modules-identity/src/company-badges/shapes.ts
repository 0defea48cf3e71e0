import type { JsonSchema } from '@bystack/chain-core/module';
import { args, key, name, pageLimit as limitOf, role } from '../shapes';
import { LIMITS } from './limits';
import { REASONS } from './revocations';

const words = (en: string, zh: string): JsonSchema => ({ 'x-title': { en, zh } });
const pem = (maxLength: number, label: string): JsonSchema => ({ type: 'string', minLength: 1, maxLength, format: 'multiline', 'x-placeholder': `-----BEGIN ${label}-----` });

/** An organisation's identifier on the chain. */
export const organisation: JsonSchema = { type: 'string', pattern: '^[a-z][a-z0-9-]{0,31}$', maxLength: 32, ...words('Short name (letters, digits, hyphens)', '简称（字母、数字、连字符）') };
export const organisationName: JsonSchema = { ...name, ...words('Name', '名称') };
export const roles: JsonSchema = { type: 'array', items: role, maxItems: LIMITS.rolesMax, uniqueItems: true, ...words('Roles that its badges may give', '其工牌可授予的角色') };
export const keepers: JsonSchema = { type: 'array', items: key, maxItems: LIMITS.keepersMax, uniqueItems: true, ...words('Keys of those who look after its badges', '工牌保管人的密钥') };
export const authorityCertificate: JsonSchema = { ...pem(LIMITS.certificatePemMax, 'CERTIFICATE'), ...words('Certificate of the authority (PEM)', '机构证书（PEM）') };
export const memberCertificate: JsonSchema = { ...pem(LIMITS.certificatePemMax, 'CERTIFICATE'), ...words('My certificate (PEM)', '我的证书（PEM）') };
export const revocationList: JsonSchema = { ...pem(LIMITS.revocationListPemMax, 'X509 CRL'), ...words('The list (PEM)', '吊销列表（PEM）') };
/** SHA-256 of a certificate. */
export const authority: JsonSchema = { ...key, ...words('Fingerprint of the certificate (SHA-256)', '证书指纹（SHA-256）') };
export const proof: JsonSchema = { type: 'string', minLength: 1, maxLength: LIMITS.proofMax, ...words('Proof by the certificate’s key (base64)', '证书密钥的证明（base64）') };
/** Without zeros in front. */
export const serial: JsonSchema = { type: 'string', pattern: '^([1-9a-f][0-9a-f]|0[1-9a-f])([0-9a-f]{2}){0,19}$', maxLength: LIMITS.serialBytesMax * 2, ...words('Serial number (hexadecimal)', '序列号（十六进制）') };
const REASON_WORDS: Readonly<Record<(typeof REASONS)[number], JsonSchema>> = {
  unspecified: { en: 'No reason given', zh: '未说明' },
  keyCompromise: { en: 'The key is in other hands', zh: '密钥泄露' },
  affiliationChanged: { en: 'Its holder changed places', zh: '持有人变更归属' },
  superseded: { en: 'There is a newer one', zh: '已被新证书取代' },
  cessationOfOperation: { en: 'It is not needed any more', zh: '不再使用' },
  privilegeWithdrawn: { en: 'What it allowed was withdrawn', zh: '权限已撤回' },
};
export const reason: JsonSchema = { enum: REASONS, 'x-enum-titles': REASON_WORDS, ...words('Reason', '原因') };
/** Lists of revoked certificates may give others. */
export const anyReason: JsonSchema = { type: 'string', 'x-enum-titles': REASON_WORDS, ...words('Reason', '原因') };
export const badgesOfRetired: JsonSchema = { enum: ['keep', 'end'], 'x-enum-titles': { keep: { en: 'stay good', zh: '继续有效' }, end: { en: 'are void from now on', zh: '立即失效' } }, ...words('Badges that it gave', '其已发放的工牌') };
export const pageLimit = limitOf(LIMITS.pageMax);

export const newOrganisation = args({ organisation, name: organisationName, certificate: authorityCertificate, roles, keepers }, ['organisation', 'name', 'certificate']);
const foundingMember = args({ key, name, roles: { type: 'array', items: role, maxItems: LIMITS.rolesMax } }, ['key', 'name']);

export const params: JsonSchema = {
  type: 'object',
  properties: {
    admins: { type: 'array', items: key, maxItems: LIMITS.adminsMax, uniqueItems: true, default: [], ...words('Administrators’ keys', '管理员密钥'), 'x-description': { en: 'They add organisations and end them.', zh: '可添加和终止组织。' } },
    members: { type: 'array', items: foundingMember, maxItems: LIMITS.foundingMembersMax, default: [], ...words('Members from the start, without a badge', '无工牌的创始成员') },
    organisations: { type: 'array', items: newOrganisation, maxItems: LIMITS.foundingOrganisationsMax, default: [], ...words('Organisations from the start', '创始组织') },
  },
  additionalProperties: false,
};
