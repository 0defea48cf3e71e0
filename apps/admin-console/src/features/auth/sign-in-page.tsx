import type { SignedIn } from '@bystack/api';
import { Anchor, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../parts/busy-button';
import { ProblemPanel } from '../../parts/problem-panel';
import { queries } from '../../platform/queries';
import { useChange } from '../../platform/use-change';
import { Gate } from './gate';

const route = getRouteApi('/sign-in');

/** Only addresses inside the console are gone back to. */
const safeNext = (next: string | undefined): string => (next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/');

export function SignInPage() {
  const { t } = useTranslation();
  const { next } = route.useSearch();
  const router = useRouter();
  const client = useQueryClient();
  const setup = useQuery(queries.setup());
  const form = useForm({ initialValues: { email: '', password: '' } });
  const signIn = useChange<SignedIn>([], (me) => {
    client.setQueryData(queries.me().queryKey, me);
    router.history.push(safeNext(next));
  });
  return (
    <Gate title={t('signIn.title')} lead={t('signIn.lead')}>
      <form onSubmit={form.onSubmit((body) => signIn.mutate({ path: '/auth/sign-in', body }))}>
        <Stack>
          {setup.data?.needed === true && <div className="note warn">{t('signIn.setupNeeded')}</div>}
          <TextInput type="email" label={t('field.email')} autoComplete="username" required withAsterisk={false} {...form.getInputProps('email')} />
          <PasswordInput label={t('field.password')} autoComplete="current-password" required withAsterisk={false} visibilityToggleButtonProps={{ 'aria-label': t('field.showPassword') }} {...form.getInputProps('password')} />
          {signIn.error !== null && <ProblemPanel error={signIn.error} title={t('signIn.failed')} />}
          <BusyButton type="submit" busy={signIn.isPending}>
            {t('signIn.action')}
          </BusyButton>
          <Anchor component={Link} to="/check-receipt" size="sm">
            {t('signIn.check')}
          </Anchor>
        </Stack>
      </form>
    </Gate>
  );
}
