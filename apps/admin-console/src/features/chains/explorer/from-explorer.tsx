import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { TextLink } from '../../../parts/links';
import { Loaded } from '../../../parts/loaded';

type Props<T> = Pick<ComponentProps<typeof Loaded<T>>, 'of' | 'children'> & { readonly chainId: string };

/** One thing that the explorer leads to, below the way back to it. */
export function FromExplorer<T>({ chainId, of, children }: Props<T>) {
  const { t } = useTranslation();
  return (
    <>
      <p>
        <TextLink to="/chains/$chainId/explorer" params={{ chainId }}>
          {t('explorer.back')}
        </TextLink>
      </p>
      <Loaded of={of} lines={6}>
        {children}
      </Loaded>
    </>
  );
}
