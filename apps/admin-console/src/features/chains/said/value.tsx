import type { ChainView, Json } from '@bystack/api';
import { useTranslation } from 'react-i18next';
import { TextLink } from '../../../parts/links';
import { ShortId } from '../../../parts/short-id';
import { Time } from '../../../parts/time';
import { shorten, useFormat } from '../../../platform/format';
import { KeyName } from '../key-name';

const HEX = /^[0-9a-f]{40,}$/;
const KEY = /^[0-9a-f]{64}$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const MS_RECENT = 1e12;
/** One long word, such as a URN or a hash with its scheme. */
const LONG_WORD = /^\S{41,}$/;
const HEAD = 22;
/** Of names that say at their end what they name: of a lot its number. */
const NAME = /^(urn:|https?:)/;
const NAME_HEAD = 12;
const NAME_TAIL = 24;

function TransactionLink({ chain, txId }: { readonly chain: ChainView; readonly txId: string }) {
  return (
    <TextLink to="/chains/$chainId/explorer/transactions/$txId" params={{ chainId: chain.chainId, txId }}>
      <code>{shorten(txId)}</code>
    </TextLink>
  );
}

/** Of milliseconds: whether they are a point in time, by the name of the field and their size. */
export const isMoment = (path: string, value: number): boolean => /(Ms|timeMs)$/.test(path) && value > MS_RECENT;

function LongWord({ word }: { readonly word: string }) {
  return NAME.test(word) ? <ShortId id={word} head={NAME_HEAD} tail={NAME_TAIL} /> : <ShortId id={word} head={HEAD} />;
}

/** One value as people read it. @param path where it was found: its last word says what a number or a key is */
export function Value({ chain, path, value }: { readonly chain: ChainView; readonly path: string; readonly value: Json | undefined }) {
  const format = useFormat();
  const { t } = useTranslation();
  if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)) return <span className="faint">–</span>;
  if (typeof value === 'boolean') return <>{t(value ? 'yes' : 'no')}</>;
  if (typeof value === 'string' && /txId$/i.test(path)) return <TransactionLink chain={chain} txId={value} />;
  if (typeof value === 'string' && KEY.test(value) && /(actor|createdBy|confirmedBy|key|signer)$/i.test(path)) return <KeyName chain={chain} publicKey={value} />;
  if (typeof value === 'string' && HEX.test(value)) return <ShortId id={value} />;
  if (typeof value === 'string' && MOMENT.test(value)) return <span className="nowrap"><Time ms={Date.parse(value)} /></span>;
  if (typeof value === 'number') return isMoment(path, value) ? <span className="nowrap"><Time ms={value} /></span> : <span className="figure">{format.number(value, 6)}</span>;
  if (typeof value === 'string') return LONG_WORD.test(value) ? <LongWord word={value} /> : <>{value}</>;
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return <>{value.join(', ')}</>;
  return <code>{JSON.stringify(value)}</code>;
}
