import type { BadgeAuthorityView } from '@bystack/api';
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../parts/confirm';
import { fieldErrors, problemOf } from '../../platform/problem';
import { recipe } from '../../platform/recipe';
import { useLanguage } from '../../platform/texts';
import { useChange } from '../../platform/use-change';

/** Makes a certificate authority; its key never leaves the control plane. */
export function NewAuthority({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [name, setName] = useState('');
  const create = useChange<BadgeAuthorityView>(['badge-authorities'], onClose);
  const body = { name: name.trim() };
  const errors = create.error === null ? {} : fieldErrors(problemOf(create.error), language);
  return (
    <Confirm
      title={t('badges.newAuthority')}
      action={t('badges.create')}
      blocked={body.name === ''}
      pending={create.isPending}
      error={create.error}
      fields={{ '/name': t('badges.authorityName') }}
      recipe={recipe('POST', '/badge-authorities', body, ['badges', 'new-authority', body.name])}
      onConfirm={() => create.mutate({ path: '/badge-authorities', body })}
      onClose={onClose}
    >
      <TextInput label={t('badges.authorityName')} description={t('badges.authorityNameHint')} required value={name} error={errors['/name']} maxLength={60} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
    </Confirm>
  );
}
