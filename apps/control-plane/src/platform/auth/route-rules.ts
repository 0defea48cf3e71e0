import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiHeader, ApiSecurity } from '@nestjs/swagger';
import type { PermissionName } from './permissions';

export const PERMISSION = 'bystack:permission';
export const PUBLIC = 'bystack:public';
export const MUTATION = 'bystack:mutation';

/** What the caller's role must allow. A route without it (or `@Public`, `@SignedInOnly`) answers nobody. */
export function Permission(name: PermissionName): MethodDecorator {
  return applyDecorators(SetMetadata(PERMISSION, name), ApiSecurity('session'), ApiSecurity('api-key'));
}

/** For everybody who is signed in, whatever the role. */
export function SignedInOnly(): MethodDecorator {
  return applyDecorators(SetMetadata(PERMISSION, ''), ApiSecurity('session'), ApiSecurity('api-key'));
}

export const Public = () => SetMetadata(PUBLIC, true);

/** Dry runs and questions that are posted take none. */
const KEY = {
  name: 'Idempotency-Key',
  required: false,
  description: 'A repeat with the same key and body gets the first answer.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
} as const;

/** How a change is carried out. */
export type MutationKind = 'transaction' | 'in turn' | 'own';

/**
 * Every route that changes something. `transaction`: one database transaction around the handler holds the effect, its audit entry and the
 * idempotency key. `in turn`: the same, one after the other for each organisation, because all of them hold its hosts. `own`: the handler keeps the key itself, because its effect is not in this database.
 */
export const Mutation = (kind: MutationKind = 'transaction') => applyDecorators(SetMetadata(MUTATION, kind), ApiHeader(KEY));
