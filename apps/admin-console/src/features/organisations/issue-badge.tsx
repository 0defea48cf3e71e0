import type { BadgeAuthorityView, BadgeView } from '@bystack/api';
import { Button, Group, Modal, NativeSelect, NumberInput, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyAs } from '../../parts/copy-as';
import { CopyButton } from '../../parts/copy-button';
import { ProblemPanel } from '../../parts/problem-panel';
import { fieldErrors, problemOf } from '../../platform/problem';
import { recipe } from '../../platform/recipe';
import { useLanguage } from '../../platform/texts';
import { useChange } from '../../platform/use-change';

const DAYS = { usual: 365, most: 3_650 };
const PEM_ROWS = { min: 4, max: 10 };
/** Words as people list them: with commas, of either width, or spaces. */
const listIn = (text: string): readonly string[] => text.split(/[\s,，、]+/).filter((word) => word !== '');

function Issued({ badge }: { readonly badge: BadgeView }) {
  const { t } = useTranslation();
  return (
    <div role="status">
      <Group justify="space-between" mb={4}>
        <strong>{t('badges.made', { name: badge.name })}</strong>
        <CopyButton value={badge.certificatePem} label={t('badges.copy')} />
      </Group>
      <pre className="json short" tabIndex={0} role="region" aria-label={t('badges.certificate')}>
        {badge.certificatePem}
      </pre>
      <p className="hint">{t('badges.handOver')}</p>
    </div>
  );
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
  const [days, setDays] = useState(DAYS.usual);
  const issue = useChange<BadgeView>(['badges']);
  const path = `/badge-authorities/${authorityId}/badges`;
  const body = { csrPem: `${csrPem.trim()}\n`, roles: listIn(roles), days };
  const errors = issue.error === null ? {} : fieldErrors(problemOf(issue.error), language);
  const roleError = Object.entries(errors).find(([at]) => at.startsWith('/roles'))?.[1];
  return (
    <Modal opened onClose={onClose} title={t('badges.issue')} closeButtonProps={{ 'aria-label': t('close') }} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          issue.mutate({ path, body });
        }}
      >
        <Stack>
          {issue.data === undefined ? (
            <>
              <NativeSelect label={t('members.authority')} data={authorities.map(({ id, name }) => ({ value: id, label: name }))} value={authorityId} onChange={(event) => setAuthorityId(event.currentTarget.value)} />
              <Textarea label={t('badges.request')} description={t('badges.requestHint')} required value={csrPem} error={errors['/csrPem']} autosize minRows={PEM_ROWS.min} maxRows={PEM_ROWS.max} onChange={(event) => setCsrPem(event.currentTarget.value)} data-autofocus />
              <TextInput label={t('members.roles')} description={t('badges.rolesHint')} value={roles} error={roleError} onChange={(event) => setRoles(event.currentTarget.value)} />
              <NumberInput label={t('badges.days')} value={days} error={errors['/days']} min={1} max={DAYS.most} allowDecimal={false} clampBehavior="blur" onChange={(next) => setDays(typeof next === 'number' ? next : DAYS.usual)} />
            </>
          ) : (
            <Issued badge={issue.data} />
          )}
          {issue.error !== null && <ProblemPanel error={issue.error} />}
          <Group justify="space-between">
            <CopyAs of={recipe('POST', path, body, ['badges', 'issue', authorityId, 'request.csr', '--roles', body.roles.join(','), '--days', String(days)])} />
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                {issue.data === undefined ? t('cancel') : t('close')}
              </Button>
              {issue.data === undefined && (
                <Button type="submit" loading={issue.isPending} disabled={csrPem.trim() === ''}>
                  {t('badges.issue')}
                </Button>
              )}
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
