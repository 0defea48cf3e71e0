import type { MemberInvited, Role } from '@bystack/api';
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyAs } from '../../parts/copy-as';
import { ProblemPanel } from '../../parts/problem-panel';
import { fieldErrors, problemOf } from '../../platform/problem';
import { recipe } from '../../platform/recipe';
import { useLanguage } from '../../platform/texts';
import { useChange } from '../../platform/use-change';
import { ShownLink } from './member-link';
import { RoleSelect } from './role-select';

/** Adds somebody, and shows the link for them this one time. */
export function InviteMember({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('clerk');
  const invite = useChange<MemberInvited>(['members']);
  const body = { name: name.trim(), email: email.trim(), role };
  const errors = invite.error === null ? {} : fieldErrors(problemOf(invite.error), language);
  return (
    <Modal opened onClose={onClose} title={t('people.inviteTitle')} closeButtonProps={{ 'aria-label': t('close') }} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate({ path: '/members', body });
        }}
      >
        <Stack>
          {invite.data === undefined ? (
            <>
              <TextInput label={t('organisation.name')} required value={name} error={errors['/name']} maxLength={100} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
              <TextInput type="email" label={t('field.email')} required value={email} error={errors['/email']} onChange={(event) => setEmail(event.currentTarget.value)} />
              <RoleSelect value={role} error={errors['/role']} onChange={setRole} />
            </>
          ) : (
            <ShownLink link={invite.data} name={body.name} />
          )}
          {invite.error !== null && <ProblemPanel error={invite.error} />}
          <Group justify="space-between">
            <CopyAs of={recipe('POST', '/members', body, ['members', 'invite', body.email, body.name, '--role', role])} />
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                {invite.data === undefined ? t('cancel') : t('close')}
              </Button>
              {invite.data === undefined && (
                <Button type="submit" loading={invite.isPending} disabled={body.name === '' || body.email === ''}>
                  {t('people.invite')}
                </Button>
              )}
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
