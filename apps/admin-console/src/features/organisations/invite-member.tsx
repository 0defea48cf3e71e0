import type { MemberInvited, Role } from '@bystack/api';
import { Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../parts/confirm';
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
    <Confirm
      title={t('people.inviteTitle')}
      action={t('people.invite')}
      blocked={body.name === '' || body.email === ''}
      done={invite.data !== undefined}
      pending={invite.isPending}
      error={invite.error}
      fields={{ '/name': t('organisation.name'), '/email': t('field.email'), '/role': t('organisation.role') }}
      recipe={recipe('POST', '/members', body, ['members', 'invite', body.email, body.name, '--role', role])}
      onConfirm={() => invite.mutate({ path: '/members', body })}
      onClose={onClose}
    >
      {invite.data === undefined ? (
        <Stack>
          <TextInput label={t('organisation.name')} required value={name} error={errors['/name']} maxLength={100} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
          <TextInput type="email" label={t('field.email')} required value={email} error={errors['/email']} onChange={(event) => setEmail(event.currentTarget.value)} />
          <RoleSelect value={role} error={errors['/role']} onChange={setRole} />
        </Stack>
      ) : (
        <ShownLink link={invite.data} name={body.name} />
      )}
    </Confirm>
  );
}
