import type { ApiKeyCreated, Role } from '@bystack/api';
import { Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../parts/confirm';
import { ShownOnce } from '../../parts/shown-once';
import { fieldErrors, problemOf } from '../../platform/problem';
import { recipe } from '../../platform/recipe';
import { useLanguage } from '../../platform/texts';
import { useChange } from '../../platform/use-change';
import { RoleSelect } from './role-select';

/** Makes a key and shows it this one time. */
export function NewKey({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('operator');
  const create = useChange<ApiKeyCreated>(['api-keys']);
  const body = { name: name.trim(), role };
  const errors = create.error === null ? {} : fieldErrors(problemOf(create.error), language);
  return (
    <Confirm
      title={t('keys.addTitle')}
      action={t('keys.create')}
      blocked={body.name === ''}
      done={create.data !== undefined}
      pending={create.isPending}
      error={create.error}
      fields={{ '/name': t('keys.name'), '/role': t('organisation.role') }}
      recipe={recipe('POST', '/api-keys', body, ['api-keys', 'create', body.name, '--role', role])}
      onConfirm={() => create.mutate({ path: '/api-keys', body })}
      onClose={onClose}
    >
      {create.data === undefined ? (
        <Stack>
          <TextInput label={t('keys.name')} description={t('keys.nameHint')} required value={name} error={errors['/name']} maxLength={60} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
          <RoleSelect value={role} error={errors['/role']} onChange={setRole} />
        </Stack>
      ) : (
        <ShownOnce title={t('keys.shownOnce')} value={create.data.key} copyLabel={t('keys.copy')}>
          {t('keys.keepIt')}
        </ShownOnce>
      )}
    </Confirm>
  );
}
