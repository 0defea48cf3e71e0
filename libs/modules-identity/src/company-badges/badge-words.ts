import { refuse } from '@bystack/chain-core/module';
import { isCleanName } from '../clean-name';
import { LIMITS } from './limits';
import type { Certificate } from './x509/read-certificate';
import { COMMON_NAME, textsOf, UNIT } from './x509/read-name';

const SCHEME = 'bystack:';
const ROLE = 'bystack:role:';
const ATTRIBUTE = 'bystack:attribute:';

/** What a certificate says about its holder, in words of the chain. */
export interface BadgeWords {
  readonly name: string;
  readonly roles: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * The name is the subject's common name. Roles are alternative names `URI:bystack:role:NAME`, and those organisational units (OU) that are called like a role that the
 * organisation may give; attributes are `URI:bystack:attribute:NAME=VALUE`. Whatever else a certificate says is the company's own business.
 * In this order: NAME_INVALID, BADGE_URI_INVALID, ROLE_NOT_ALLOWED.
 */
export function readBadgeWords(certificate: Certificate, allowedRoles: readonly string[]): BadgeWords {
  const name = nameOf(certificate);
  const uris = certificate.uris.filter((uri) => uri.startsWith(SCHEME));
  const named = uris.filter((uri) => uri.startsWith(ROLE)).map((uri) => roleOf(uri));
  const attributes = Object.fromEntries(uris.filter((uri) => !uri.startsWith(ROLE)).map(attributeOf));
  const foreign = named.find((role) => !allowedRoles.includes(role));
  if (foreign !== undefined) refuse('ROLE_NOT_ALLOWED', { role: foreign });
  const units = textsOf(certificate.subject, UNIT).filter((unit) => allowedRoles.includes(unit));
  return { name, roles: [...new Set([...named, ...units])].sort(), attributes };
}

function nameOf({ subject }: Certificate): string {
  const names = textsOf(subject, COMMON_NAME);
  const [name] = names;
  if (name === undefined || names.length !== 1) return refuse('NAME_INVALID', { reason: 'the subject has one common name (CN)' });
  if (!isCleanName(name) || name.length > LIMITS.nameMax) refuse('NAME_INVALID', { reason: `a name has no control characters, no spaces at its ends and at most ${LIMITS.nameMax} characters` });
  return name;
}

function roleOf(uri: string): string {
  const role = uri.slice(ROLE.length);
  return isRole(role) ? role : refuse('BADGE_URI_INVALID', { uri: uri.slice(0, LIMITS.attributeValueMax) });
}

function attributeOf(uri: string, index: number): readonly [string, string] {
  const invalid = (): never => refuse('BADGE_URI_INVALID', { uri: uri.slice(0, LIMITS.attributeValueMax) });
  if (!uri.startsWith(ATTRIBUTE) || index >= LIMITS.attributesMax) return invalid();
  const rest = uri.slice(ATTRIBUTE.length);
  const at = rest.indexOf('=');
  const [name, value] = [rest.slice(0, Math.max(0, at)), rest.slice(at + 1)];
  const isPlain = [...value].every((character) => character > ' ' && character <= '~');
  return isRole(name) && value !== '' && value.length <= LIMITS.attributeValueMax && isPlain ? [name, value] : invalid();
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz';

/** As roles are written everywhere: lower-case letters, digits and hyphens, a letter first. */
function isRole(text: string): boolean {
  return text.length <= LIMITS.roleMax && text !== '' && LOWER.includes(text[0]!) && [...text].every((character) => `${LOWER}0123456789-`.includes(character));
}
