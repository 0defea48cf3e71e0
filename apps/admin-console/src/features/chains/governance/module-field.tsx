import { objectOf, type ChainView, type JsonObject, type ModuleCard, type ModuleInSlot } from '@bystack/api';
import { Checkbox, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { kindOf, missingIn, propertiesOf, pruned, startValue } from '../../../parts/schema-form/schema';
import { Loaded } from '../../../parts/loaded';
import { queries } from '../../../platform/queries';
import { textOf } from '../../../platform/text-of';
import { useWords } from '../../../platform/texts';
import { ParamsForm } from '../create/params-form';
import type { WishedModule } from './wish';

interface ModuleFieldProps {
  readonly chain: ChainView;
  /** `other`: another module takes a place; `same`: one that is in force gets other parameters. */
  readonly which: 'other' | 'same';
  readonly onChange: (module: WishedModule | null) => void;
}
const idOf = (card: ModuleCard): string => `${card.name}@${card.version}`;

/** A slot, what fills it now and what could instead, with a form drawn from that module's own parameters. */
export function ModuleField(props: ModuleFieldProps) {
  const modules = useQuery(queries.modulesInForce(props.chain.chainId));
  const cards = useQuery(queries.modules());
  return <Loaded of={modules}>{(inForce) => <Loaded of={cards}>{(known) => <Choice {...props} inForce={inForce.modules} known={known} />}</Loaded>}</Loaded>;
}

function Choice({ chain, which, onChange, inForce, known }: ModuleFieldProps & { readonly inForce: readonly ModuleInSlot[]; readonly known: readonly ModuleCard[] }) {
  const { t } = useTranslation();
  const words = useWords();
  const [slot, setSlot] = useState<string | null>(null);
  const [card, setCard] = useState<ModuleCard | null>(null);
  const [params, setParams] = useState<JsonObject>({});
  const offeredFor = (module: ModuleInSlot) => known.filter((one) => one.slot === module.slot && (which === 'same' ? one.name === module.module && one.version === module.version : one.name !== module.module || one.version !== module.version));
  const isImpossible = (one: ModuleCard) => one.needsAssets === true && chain.assets === 'disabled';
  const places = inForce.filter((module) => offeredFor(module).some((one) => which === 'other' || Object.keys(objectOf(one.params.properties)).length > 0));
  const now = places.find((module) => module.slot === slot);
  const offered = now === undefined ? [] : offeredFor(now);
  const [takesOver, setTakesOver] = useState(false);
  const canTakeOver = (next: ModuleCard, place: ModuleInSlot) => next.takesOverFrom?.includes(`${place.module}@${place.version}`) === true;
  const fill = (next: ModuleCard | null, value: JsonObject, place = now, taking = takesOver) => {
    setTakesOver(taking);
    setCard(next);
    setParams(value);
    const filled = objectOf(pruned(value));
    if (next === null || place === undefined || mustStillFill(next.params, filled)) return onChange(null);
    const changed = Object.fromEntries(Object.entries(filled).filter(([name, one]) => textOf(one) !== textOf(place.params[name])));
    if (which === 'same') return onChange(Object.keys(changed).length === 0 ? null : { kind: 'parameters', module: place.module, parameters: changed });
    onChange({ kind: 'swap', module: place.module, by: { name: next.name, version: next.version, parameters: filled }, takesOver: taking && canTakeOver(next, place) });
  };
  const pick = (next: ModuleCard | null, place: ModuleInSlot) => fill(next, next === null ? {} : which === 'same' ? place.params : startingParams(next, place.params), place, false);
  const pickSlot = (value: string | null) => {
    const place = places.find((module) => module.slot === value);
    setSlot(value);
    if (place === undefined) return;
    const [only, ...more] = offeredFor(place);
    pick(only !== undefined && more.length === 0 && !isImpossible(only) ? only : null, place);
  };
  return (
    <>
      <Select label={t('propose.slot')} description={t(places.length === 0 ? 'propose.noOtherModule' : which === 'other' ? 'propose.slotHint' : 'propose.slotHintSame')} data={places.map((module) => ({ value: module.slot ?? '', label: t(`slot.${module.slot!}.question`) }))} value={slot} onChange={pickSlot} />
      {now !== undefined && <p>{t('propose.moduleNow', { module: words(now.title, now.module), id: `${now.module} ${now.version}` })}</p>}
      {now !== undefined && which === 'other' && <Select label={t('propose.moduleBy')} data={offered.map((one) => ({ value: idOf(one), label: `${words(one.title, one.name)} (${one.name} ${one.version})${isImpossible(one) ? ` · ${t('propose.needsAssets')}` : ''}`, disabled: isImpossible(one) }))} value={card === null ? null : idOf(card)} onChange={(id) => pick(offered.find((one) => idOf(one) === id) ?? null, now)} />}
      {card !== null && which === 'other' && <p className="hint">{words(card.summary)}</p>}
      {card !== null && now !== undefined && which === 'other' && canTakeOver(card, now) && <Checkbox label={t('propose.takesOver', { from: words(now.title, now.module), to: words(card.title, card.name) })} description={t('propose.takesOverHint')} checked={takesOver} onChange={(event) => fill(card, params, now, event.currentTarget.checked)} />}
      {card !== null && <ParamsForm schema={card.params} value={params} errors={{}} documentsAre="propose.asNow" onChange={(value) => fill(card, value)} />}
    </>
  );
}

/** Whether a required field is empty that the form draws: whole documents are not typed here. */
function mustStillFill(schema: JsonObject, filled: JsonObject): boolean {
  const typed = propertiesOf(schema).filter(([, property]) => !['raw', 'rows'].includes(kindOf(property)));
  return missingIn({ ...schema, properties: Object.fromEntries(typed) }, filled).length > 0;
}

/** Defaults, and what the module in force says that the new one understands, too. */
function startingParams(card: ModuleCard, before: JsonObject): JsonObject {
  const known = objectOf(card.params.properties);
  const shared = Object.fromEntries(Object.entries(before).filter(([name]) => Object.hasOwn(known, name)));
  return { ...objectOf(startValue(card.params, Date.now())), ...shared };
}
