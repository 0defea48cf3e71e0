import type { Role } from '@bystack/api';

/** Who may do what. A permission reads `things:verb`; every route names exactly one. */
const READ = [
  'overview:read',
  'chains:read',
  'hosts:read',
  'modules:read',
  'templates:read',
  'operations:read',
  'audit:read',
  'metrics:read',
  'badges:read',
  'members:read',
] as const;
const RECORD = ['records:submit', 'records:read'] as const;
const OPERATE = ['chains:create', 'chains:operate', 'chains:delete', 'chains:govern', 'hosts:enrol', 'hosts:delete', 'logs:read', 'badges:issue'] as const;
const OWN = ['api-keys:manage', 'members:manage', 'chains:recover'] as const;

export type PermissionName = (typeof READ | typeof RECORD | typeof OPERATE | typeof OWN)[number];

export const PERMISSIONS: Readonly<Record<Role, readonly PermissionName[]>> = {
  owner: [...READ, ...RECORD, ...OPERATE, ...OWN],
  operator: [...READ, ...RECORD, ...OPERATE],
  clerk: [...READ.filter((permission) => permission !== 'audit:read' && permission !== 'metrics:read'), ...RECORD],
  auditor: [...READ, 'records:read'],
};

export function allows(role: Role, permission: PermissionName): boolean {
  return PERMISSIONS[role].includes(permission);
}
