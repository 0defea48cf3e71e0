import { ROLES, type Role } from '@bystack/api';
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** What somebody or something may do, with what that means. */
export function RoleSelect({ value, error, onChange }: { readonly value: Role; readonly error?: string; readonly onChange: (role: Role) => void }) {
  const { t } = useTranslation();
  return <NativeSelect label={t('organisation.role')} description={t(`roleHint.${value}`)} data={ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }))} value={value} error={error} onChange={(event) => onChange(event.currentTarget.value as Role)} />;
}
