import type { ApiKeyCreated, Role } from '@bystack/api';
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyAs } from '../../parts/copy-as';
import { CopyButton } from '../../parts/copy-button';
import { ProblemPanel } from '../../parts/problem-panel';
import { fieldErrors, problemOf } from '../../platform/problem';
import { recipe } from '../../platform/recipe';
import { useLanguage } from '../../platform/texts';
import { useChange } from '../../platform/use-change';
import { RoleSelect } from './role-select';

function Shown({ created }: { readonly created: ApiKeyCreated }) {
  const { t } = useTranslation();
  return (
    <div role="status">
      <Group justify="space-between" mb={4}>
        <strong>{t('keys.shownOnce')}</strong>
        <CopyButton value={created.key} label={t('keys.copy')} />
      </Group>
      <pre className="json short" tabIndex={0} role="region" aria-label={t('keys.shownOnce')}>
        {created.key}
      </pre>
      <p className="hint">{t('keys.keepIt')}</p>
    </div>
  );
}

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
    <Modal opened onClose={onClose} title={t('keys.addTitle')} closeButtonProps={{ 'aria-label': t('close') }} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate({ path: '/api-keys', body });
        }}
      >
        <Stack>
          {create.data === undefined ? (
            <>
              <TextInput label={t('keys.name')} description={t('keys.nameHint')} required value={name} error={errors['/name']} maxLength={60} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
              <RoleSelect value={role} error={errors['/role']} onChange={setRole} />
            </>
          ) : (
            <Shown created={create.data} />
          )}
          {create.error !== null && <ProblemPanel error={create.error} />}
          <Group justify="space-between">
            <CopyAs of={recipe('POST', '/api-keys', body, ['api-keys', 'create', body.name, '--role', role])} />
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                {create.data === undefined ? t('cancel') : t('close')}
              </Button>
              {create.data === undefined && (
                <Button type="submit" loading={create.isPending} disabled={body.name === ''}>
                  {t('keys.create')}
                </Button>
              )}
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
