import type { SignedIn } from '@bystack/api';
import { PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../parts/busy-button';
import { TextLink } from '../../parts/links';
import { ProblemPanel } from '../../parts/problem-panel';
import { fieldErrors, fieldsNamed, problemOf } from '../../platform/problem';
import { queries } from '../../platform/queries';
import { useLanguage } from '../../platform/texts';
import { useChange } from '../../platform/use-change';
import { Gate } from './gate';
import { isTooShort, PASSWORD_CHARACTERS_MIN } from './password-rule';

const route = getRouteApi('/setup');

/** The link carries the token as a query or, so that it reaches no log, as a fragment. */
function useToken(): string | undefined {
  const { token } = route.useSearch();
  const [fromFragment] = useState(() => new URLSearchParams(window.location.hash.slice(1)).get('token') ?? undefined);
  return token ?? fromFragment;
}

export function SetupPage() {
  const { t } = useTranslation();
  const token = useToken();
  const setup = useQuery(queries.setup());
  if (setup.data?.needed === false) {
    return (
      <Gate title={t('setup.doneTitle')} lead={t('setup.doneLead')}>
        <TextLink to="/sign-in">{t('setup.toSignIn')}</TextLink>
      </Gate>
    );
  }
  if (token === undefined) return <Gate title={t('setup.title')} lead={t('setup.noToken')} children={null} />;
  return (
    <Gate title={t('setup.title')} lead={t('setup.lead')}>
      <SetupForm token={token} />
    </Gate>
  );
}

function SetupForm({ token }: { readonly token: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const client = useQueryClient();
  const form = useForm({
    initialValues: { name: '', email: '', organisation: '', password: '' },
    validate: { password: (value) => (isTooShort(value) ? t('setup.passwordShort', { count: PASSWORD_CHARACTERS_MIN }) : null) },
  });
  const setUp = useChange<SignedIn>(['setup'], (me) => {
    client.setQueryData(queries.me().queryKey, me);
    void navigate({ to: '/' });
  });
  const wrong = setUp.error === null ? {} : fieldErrors(problemOf(setUp.error), language);
  const props = (name: 'name' | 'email' | 'organisation' | 'password') => ({ ...form.getInputProps(name), error: form.errors[name] ?? wrong[`/${name}`] });
  const send = ({ organisation, ...body }: typeof form.values) => setUp.mutate({ path: '/setup', body: { token, ...body, ...(organisation === '' ? {} : { organisation }) } });
  return (
    <form onSubmit={form.onSubmit(send)}>
      <Stack>
        <TextInput label={t('setup.name')} autoComplete="name" required withAsterisk={false} {...props('name')} />
        <TextInput type="email" label={t('field.email')} description={t('setup.emailHint')} autoComplete="username" required withAsterisk={false} {...props('email')} />
        <TextInput label={t('setup.organisation')} description={t('setup.organisationHint')} autoComplete="organization" {...props('organisation')} />
        <PasswordInput label={t('field.password')} description={t('setup.passwordHint', { count: PASSWORD_CHARACTERS_MIN })} autoComplete="new-password" required withAsterisk={false} visibilityToggleButtonProps={{ 'aria-label': t('field.showPassword') }} {...props('password')} />
        {setUp.error !== null && <ProblemPanel error={setUp.error} title={t('setup.failed')} fieldNamed={fieldsNamed({ '/name': t('setup.name'), '/email': t('field.email'), '/organisation': t('setup.organisation'), '/password': t('field.password') })} />}
        <BusyButton type="submit" busy={setUp.isPending}>
          {t('setup.action')}
        </BusyButton>
      </Stack>
    </form>
  );
}
