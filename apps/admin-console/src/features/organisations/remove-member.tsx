import type { MemberView } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../parts/confirm';
import { recipe } from '../../platform/recipe';
import { useChange } from '../../platform/use-change';

export function RemoveMember({ member, onClose }: { readonly member: MemberView; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useChange<unknown>(['members'], onClose);
  const path = `/members/${member.userId}`;
  return (
    <Confirm
      title={t('people.removeNamed', { name: member.name })}
      action={t('people.remove')}
      danger
      pending={remove.isPending}
      error={remove.error}
      recipe={recipe('DELETE', path, undefined, ['members', 'remove', member.userId])}
      onConfirm={() => remove.mutate({ method: 'DELETE', path })}
      onClose={onClose}
    >
      <p>{t('people.removeWhat')}</p>
    </Confirm>
  );
}
