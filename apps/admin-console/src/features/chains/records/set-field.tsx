import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../platform/format';
import { queries } from '../../../platform/queries';
import { blocksUnder } from '../set-at';

/** By the rules of which time is answered. Only where something was changed. */
export function SetField({ chainId, set, onChoose }: { readonly chainId: string; readonly set: number | undefined; readonly onChoose: (set: number | undefined) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const modules = useQuery(queries.modulesInForce(chainId)).data;
  if (modules === undefined || modules.set === 0) return null;
  const past = Array.from({ length: modules.set }, (_, number) => modules.set - 1 - number);
  const labelOf = (number: number) => {
    const { from, to = from } = blocksUnder(modules, number);
    return t(number === 0 ? 'records.setFounding' : 'records.setPast', { from: format.number(from), to: format.number(to) });
  };
  const data = [{ value: '', label: t('records.setNow', { from: format.number(blocksUnder(modules, modules.set).from) }) }, ...past.map((number) => ({ value: String(number), label: labelOf(number) }))];
  return <NativeSelect label={t('records.whichRules')} data={data} value={set === undefined || set >= modules.set ? '' : String(set)} onChange={(event) => onChoose(event.currentTarget.value === '' ? undefined : Number(event.currentTarget.value))} maw="34rem" mb="md" />;
}
