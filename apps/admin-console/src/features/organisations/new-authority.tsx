import type { BadgeAuthorityView } from '@bystack/api';
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyAs } from '../../parts/copy-as';
import { ProblemPanel } from '../../parts/problem-panel';
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
    <Modal opened onClose={onClose} title={t('badges.newAuthority')} closeButtonProps={{ 'aria-label': t('close') }} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate({ path: '/badge-authorities', body });
        }}
      >
        <Stack>
          <TextInput label={t('badges.authorityName')} description={t('badges.authorityNameHint')} required value={name} error={errors['/name']} maxLength={60} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
          {create.error !== null && <ProblemPanel error={create.error} />}
          <Group justify="space-between">
            <CopyAs of={recipe('POST', '/badge-authorities', body, ['badges', 'new-authority', body.name])} />
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                {t('cancel')}
              </Button>
              <Button type="submit" loading={create.isPending} disabled={body.name === ''}>
                {t('badges.create')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
