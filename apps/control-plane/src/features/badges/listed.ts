import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { BadgeRow } from './rows';

/**
 * What an authority's next list names: everything that it revoked, but for what has run out and stood in one list since (RFC 5280, 3.3).
 * @param lastListMs when its newest list was made; null: it has made none
 */
export function listedOf(manager: EntityManager, authorityId: string, lastListMs: number | null): SelectQueryBuilder<BadgeRow> {
  const ran = 'badge.validUntilMs < :lastListMs AND badge.revokedAtMs <= :lastListMs';
  return manager.createQueryBuilder(BadgeRow, 'badge').where('badge.authorityId = :authorityId AND badge.revokedAtMs IS NOT NULL', { authorityId }).andWhere(`NOT (${ran})`, { lastListMs: lastListMs ?? 0 });
}
