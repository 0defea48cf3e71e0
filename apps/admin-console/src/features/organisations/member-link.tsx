import type { MemberLink, MemberView } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../../parts/confirm';
import { ShownOnce } from '../../parts/shown-once';
import { Time } from '../../parts/time';
import { recipe } from '../../platform/recipe';
import { useChange } from '../../platform/use-change';

/** A one-time link, this one time. */
export function ShownLink({ link, name }: { readonly link: MemberLink; readonly name: string }) {
  const { t } = useTranslation();
  return (
    <ShownOnce title={t('people.giveLink', { name })} value={`${window.location.origin}${link.path}`} copyLabel={t('people.copyLink')}>
      {t('people.linkCounts')} <Time ms={link.expiresAtMs} />
    </ShownOnce>
  );
}

/** Another link for somebody who lost theirs or forgot the password. */
export function LinkAgain({ member, onClose }: { readonly member: MemberView; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const make = useChange<MemberLink>(['members']);
  const path = `/members/${member.userId}/link`;
  return (
    <Confirm
      title={t('people.linkNamed', { name: member.name })}
      action={t('people.link')}
      done={make.data !== undefined}
      pending={make.isPending}
      error={make.error}
      recipe={recipe('POST', path, undefined, ['members', 'link', member.userId])}
      onConfirm={() => make.mutate({ path })}
      onClose={onClose}
    >
      {make.data === undefined ? <p>{t('people.linkWhat')}</p> : <ShownLink link={make.data} name={member.name} />}
    </Confirm>
  );
}
