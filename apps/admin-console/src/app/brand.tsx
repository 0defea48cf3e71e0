import { useTranslation } from 'react-i18next';

/** Three lines with their stations: chains and the nodes that carry them. */
export function Brand() {
  const { t } = useTranslation();
  return (
    <span className="brand">
      <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden>
        <path d="M3 6h18M3 12h18M3 18h18" />
        <circle cx="8" cy="6" r="2.4" />
        <circle cx="15" cy="12" r="2.4" />
        <circle cx="10" cy="18" r="2.4" />
      </svg>
      {t('product')}
    </span>
  );
}
