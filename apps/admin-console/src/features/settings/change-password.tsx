import { PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../parts/busy-button';
import { ProblemPanel } from '../../parts/problem-panel';
import { Sign } from '../../parts/sign';
import { fieldErrors, fieldsNamed, problemOf } from '../../platform/problem';
import { useLanguage } from '../../platform/texts';
import { useChange } from '../../platform/use-change';
import { isTooShort, PASSWORD_CHARACTERS_MIN } from '../auth/password-rule';

/** The password of the person who is signed in. */
export function ChangePassword() {
  const { t } = useTranslation();
  const language = useLanguage();
  const form = useForm({
    initialValues: { currentPassword: '', newPassword: '' },
    validate: { newPassword: (value) => (isTooShort(value) ? t('setup.passwordShort', { count: PASSWORD_CHARACTERS_MIN }) : null) },
  });
  const change = useChange<void>([], () => form.reset());
  const wrong = change.error === null ? {} : fieldErrors(problemOf(change.error), language);
  const props = (name: 'currentPassword' | 'newPassword') => ({ ...form.getInputProps(name), error: form.errors[name] ?? wrong[`/${name}`] });
  return (
    <form onSubmit={form.onSubmit((body) => change.mutate({ path: '/auth/password', body }))}>
      <Stack maw="24rem">
        <PasswordInput label={t('password.current')} autoComplete="current-password" required withAsterisk={false} visibilityToggleButtonProps={{ 'aria-label': t('field.showPassword') }} {...props('currentPassword')} />
        <PasswordInput label={t('password.new')} description={t('setup.passwordHint', { count: PASSWORD_CHARACTERS_MIN })} autoComplete="new-password" required withAsterisk={false} visibilityToggleButtonProps={{ 'aria-label': t('field.showPassword') }} {...props('newPassword')} />
        {change.error !== null && <ProblemPanel error={change.error} title={t('password.failed')} fieldNamed={fieldsNamed({ '/currentPassword': t('password.current'), '/newPassword': t('password.new') })} />}
        <div aria-live="polite">{change.isSuccess && <Sign kind="good">{t('password.changed')}</Sign>}</div>
        <div>
          <BusyButton type="submit" variant="default" busy={change.isPending}>
            {t('password.change')}
          </BusyButton>
        </div>
      </Stack>
    </form>
  );
}
