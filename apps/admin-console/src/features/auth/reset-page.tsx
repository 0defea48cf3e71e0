import type { SignedIn } from '@bystack/api';
import { PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../parts/busy-button';
import { ProblemPanel } from '../../parts/problem-panel';
import { queries } from '../../platform/queries';
import { useChange } from '../../platform/use-change';
import { Gate } from './gate';
import { isTooShort, PASSWORD_CHARACTERS_MIN } from './password-rule';

/** Where the one-time link leads that whoever runs Bystack had made for somebody who forgot. Its token is a fragment, so that it reaches no log. */
export function ResetPage() {
  const { t } = useTranslation();
  const [token] = useState(() => new URLSearchParams(window.location.hash.slice(1)).get('token') ?? undefined);
  return (
    <Gate title={t('password.resetTitle')} lead={t(token === undefined ? 'password.noToken' : 'password.resetLead')}>
      {token !== undefined && <ResetForm token={token} />}
    </Gate>
  );
}

function ResetForm({ token }: { readonly token: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const form = useForm({
    initialValues: { newPassword: '' },
    validate: { newPassword: (value) => (isTooShort(value) ? t('setup.passwordShort', { count: PASSWORD_CHARACTERS_MIN }) : null) },
  });
  const reset = useChange<SignedIn>([], (me) => {
    client.setQueryData(queries.me().queryKey, me);
    void navigate({ to: '/' });
  });
  return (
    <form onSubmit={form.onSubmit((body) => reset.mutate({ path: '/auth/password/reset', body: { token, ...body } }))}>
      <Stack>
        <PasswordInput label={t('password.new')} description={t('setup.passwordHint', { count: PASSWORD_CHARACTERS_MIN })} autoComplete="new-password" required withAsterisk={false} visibilityToggleButtonProps={{ 'aria-label': t('field.showPassword') }} {...form.getInputProps('newPassword')} />
        {reset.error !== null && <ProblemPanel error={reset.error} title={t('password.failed')} />}
        <BusyButton type="submit" busy={reset.isPending}>
          {t('password.set')}
        </BusyButton>
      </Stack>
    </form>
  );
}
