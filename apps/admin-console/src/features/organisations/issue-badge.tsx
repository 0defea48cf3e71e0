import type { BadgeAuthorityView, BadgeView } from '@bystack/api';
import { NativeSelect, NumberInput, Stack, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../parts/confirm';
import { ShownOnce } from '../../parts/shown-once';
import { fieldErrors, problemOf } from '../../platform/problem';
import { useFormat } from '../../platform/format';
import { queries } from '../../platform/queries';
import { recipe } from '../../platform/recipe';
import { useLanguage } from '../../platform/texts';
import { useChange } from '../../platform/use-change';
import { type Attribute, AttributeRows, attributesIn } from './attribute-rows';

/** The module that badges are of. */
const BADGES = 'company-badges';
const DAYS = { usual: 365, most: 3_650 };
const PEM_ROWS = { min: 4, max: 10 };
/** Words as people list them: with commas, of either width, or spaces. */
const listIn = (text: string): readonly string[] => text.split(/[\s,，、]+/).filter((word) => word !== '');

/** As the command line takes them: with commas between them, or as JSON where one of them holds a comma itself. */
function attributesFlag(attributes: readonly string[]): string {
  return attributes.some((one) => one.includes(',')) ? JSON.stringify(attributes) : attributes.join(',');
}

function Issued({ badge }: { readonly badge: BadgeView }) {
  const { t } = useTranslation();
  return (
    <ShownOnce title={t('badges.made', { name: badge.name })} value={badge.certificatePem} label={t('badges.certificate')} copyLabel={t('badges.copy')}>
      {t('badges.handOver')}
    </ShownOnce>
  );
}

/** Warns of roles that no rule of any chain refers to, and tells those that one does. */
function IdleRoles({ roles }: { readonly roles: readonly string[] }) {
  const { t } = useTranslation();
  const { listed } = useFormat();
  const chains = (useQuery(queries.badgeRoles()).data ?? []).filter(({ identity }) => identity === BADGES);
  const idle = roles.filter((role) => chains.every((chain) => !chain.roles.includes(role)));
  const told = chains.map(({ name, roles: known }) => t('badges.rolesOn', { name, roles: listed(known) || t('badges.noRoles') }));
  return <div role="status">{chains.length > 0 && idle.length > 0 && <p className="note warn">{t('badges.idleRoles', { count: idle.length, roles: listed(idle.map((role) => `“${role}”`)), told: listed(told) })}</p>}</div>;
}

interface IssueBadgeProps {
  readonly authorities: readonly BadgeAuthorityView[];
  readonly onClose: () => void;
}

/** From a certificate request to a certificate. */
export function IssueBadge({ authorities, onClose }: IssueBadgeProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [authorityId, setAuthorityId] = useState(authorities.at(-1)?.id ?? '');
  const [csrPem, setCsrPem] = useState('');
  const [roles, setRoles] = useState('');
  const [rows, setRows] = useState<readonly Attribute[]>([]);
  const [days, setDays] = useState(DAYS.usual);
  const attributes = attributesIn(rows);
  const issue = useChange<BadgeView>(['badges']);
  const path = `/badge-authorities/${authorityId}/badges`;
  const body = { csrPem: `${csrPem.trim()}\n`, roles: listIn(roles), ...(attributes.length > 0 && { attributes }), days };
  const errors = issue.error === null ? {} : fieldErrors(problemOf(issue.error), language);
  const errorOf = (field: string) => Object.entries(errors).find(([at]) => at.startsWith(field))?.[1];
  return (
    <Confirm
      title={t('badges.issue')}
      action={t('badges.issue')}
      blocked={csrPem.trim() === ''}
      done={issue.data !== undefined}
      pending={issue.isPending}
      error={issue.error}
      fields={{ '/csrPem': t('badges.request'), '/roles': t('members.roles'), '/attributes': t('members.attributes'), '/days': t('badges.days') }}
      recipe={recipe('POST', path, body, ['badges', 'issue', authorityId, 'request.csr', '--roles', body.roles.join(','), ...(body.attributes ? ['--attributes', attributesFlag(body.attributes)] : []), '--days', String(days)])}
      onConfirm={() => issue.mutate({ path, body })}
      onClose={onClose}
    >
      {issue.data === undefined ? (
        <Stack>
          <NativeSelect label={t('members.authority')} data={authorities.map(({ id, name }) => ({ value: id, label: name }))} value={authorityId} onChange={(event) => setAuthorityId(event.currentTarget.value)} />
          <Textarea label={t('badges.request')} description={t('badges.requestHint')} required value={csrPem} error={errors['/csrPem']} autosize minRows={PEM_ROWS.min} maxRows={PEM_ROWS.max} onChange={(event) => setCsrPem(event.currentTarget.value)} data-autofocus />
          <TextInput label={t('members.roles')} description={t('badges.rolesHint')} value={roles} error={errorOf('/roles')} onChange={(event) => setRoles(event.currentTarget.value)} />
          <IdleRoles roles={body.roles} />
          <AttributeRows rows={rows} onChange={setRows} error={errorOf('/attributes')} />
          <NumberInput label={t('badges.days')} value={days} error={errors['/days']} min={1} max={DAYS.most} allowDecimal={false} clampBehavior="blur" onChange={(next) => setDays(typeof next === 'number' ? next : DAYS.usual)} />
        </Stack>
      ) : (
        <Issued badge={issue.data} />
      )}
    </Confirm>
  );
}
