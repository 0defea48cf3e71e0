import type { MemberView } from '@bystack/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../parts/confirm';
import { recipe } from '../../platform/recipe';
import { useChange } from '../../platform/use-change';
import { RoleSelect } from './role-select';

export function ChangeRole({ member, onClose }: { readonly member: MemberView; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [role, setRole] = useState(member.role);
  const change = useChange<MemberView>(['members'], onClose);
  const path = `/members/${member.userId}/role`;
  return (
    <Confirm
      title={t('people.roleNamed', { name: member.name })}
      action={t('people.role')}
      blocked={role === member.role}
      pending={change.isPending}
      error={change.error}
      recipe={recipe('POST', path, { role }, ['members', 'role', member.userId, '--role', role])}
      onConfirm={() => change.mutate({ path, body: { role } })}
      onClose={onClose}
    >
      <RoleSelect value={role} onChange={setRole} />
    </Confirm>
  );
}
