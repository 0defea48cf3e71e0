import type { AssetView, ChainView } from '@bystack/api';
import { Group, NativeSelect, NumberInput, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../../parts/busy-button';
import { Confirm } from '../../../parts/confirm';
import { CopyAs } from '../../../parts/copy-as';
import { PickedByName } from '../../../parts/schema-form/known-field';
import { useKnownKeys } from '../known-ids';
import { Picker } from '../records/picker';
import { nameOf } from './asset';
import { type Draft, EMPTY, type Fault, faultIn, isGivenAway, KINDS, type Kind, labelOf, moveOf } from './move';
import { PayIn } from './pay-in';
import { Sending, useSending } from './sending';

interface MoveFormProps {
  readonly chain: ChainView;
  readonly assets: readonly AssetView[];
  readonly disabled: boolean;
}

/** Transfer, issue, define, retire: one form, with what each asks for. */
export function MoveForm({ chain, assets, disabled }: MoveFormProps) {
  const { t } = useTranslation();
  const known = useKnownKeys(chain);
  const [draft, setDraft] = useState<Draft>({ ...EMPTY, kind: assets.length === 0 ? 'define' : 'transfer' });
  const [saysFault, setSaysFault] = useState(false);
  const [asks, setAsks] = useState(false);
  const sending = useSending(() => {
    setDraft((before) => ({ ...before, amount: '' }));
    setSaysFault(false);
  });
  const { change } = sending;
  const own = assets.filter(({ issuers, threshold }) => threshold === 1 && issuers[0] === chain.signerPublicKey);
  const offered = draft.kind === 'issue' ? own : assets;
  const asset = offered.find(({ assetId }) => assetId === draft.assetId) ?? offered[0];
  const ready = { ...draft, to: draft.to.toLowerCase() };
  const receiver = [...known].find(([, key]) => key === ready.to)?.[0] ?? ready.to;
  const fault = faultIn(ready, asset);
  const error = (of: Fault) => (saysFault && fault === of ? t(`assets.fault.${of}`) : undefined);
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const submit = () => {
    setSaysFault(true);
    if (fault !== undefined) return;
    if (isGivenAway(draft)) setAsks(true);
    else send();
  };
  const send = () => {
    setAsks(false);
    sending.send(moveOf(chain, ready, asset).change);
  };
  const choose = (kind: string) => {
    set({ kind: kind as Kind });
    setSaysFault(false);
    change.reset();
  };
  const kinds = KINDS.map((name) => ({ name, title: { en: t(`assets.kind.${name}`), zh: t(`assets.kind.${name}`) } }));
  return (
    <>
      <Picker label={t('assets.what')} of={kinds} chosen={draft.kind} onChoose={choose} />
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="sm" maw="34rem">
          <p className="hint">{t(`assets.help.${draft.kind}`)}</p>
          {draft.kind === 'define' ? <NewAsset draft={draft} error={error} onSet={set} /> : <NativeSelect label={t('assets.asset')} data={offered.map((each) => ({ value: each.assetId, label: labelOf(each) }))} value={asset?.assetId ?? ''} error={error('asset')} onChange={(event) => set({ assetId: event.currentTarget.value })} />}
          <TextInput label={t('assets.amount')} inputMode="decimal" value={draft.amount} error={error('amount')} onChange={(event) => set({ amount: event.currentTarget.value })} />
          {draft.kind !== 'retire' && (
            <PickedByName label={t(draft.kind === 'transfer' ? 'assets.to' : 'assets.toOrOwn')} description={t('assets.toNote')} known={known} value={draft.to} error={error('to')} onChange={(to) => set({ to })} />
          )}
          <Group gap="sm">
            <BusyButton type="submit" busy={change.isPending} disabled={disabled}>
              {t(`assets.do.${draft.kind}`)}
            </BusyButton>
            {fault === undefined && <CopyAs of={moveOf(chain, ready, asset).recipe} />}
          </Group>
        </Stack>
      </form>
      {asks && (
        <Confirm title={t(`assets.do.${draft.kind}`)} action={t(`assets.do.${draft.kind}`)} danger={draft.kind === 'retire'} pending={change.isPending} error={null} recipe={moveOf(chain, ready, asset).recipe} onConfirm={send} onClose={() => setAsks(false)}>
          {t(`assets.confirm.${draft.kind === 'retire' ? 'retire' : 'transfer'}`, { amount: draft.amount.trim(), asset: asset === undefined ? '' : nameOf(asset), to: receiver })}
        </Confirm>
      )}
      <Sending chain={chain} of={sending} mend={(error) => <PayIn chain={chain} error={error} />} />
    </>
  );
}

interface NewAssetProps {
  readonly draft: Draft;
  readonly error: (of: Fault) => string | undefined;
  readonly onSet: (part: Partial<Draft>) => void;
}

/** How an asset that does not exist yet is to be called and counted. */
function NewAsset({ draft, error, onSet }: NewAssetProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput label={t('assets.name')} value={draft.name} maxLength={80} error={error('name')} onChange={(event) => onSet({ name: event.currentTarget.value })} />
      <Group grow align="start">
        <TextInput label={t('assets.symbol')} value={draft.symbol} maxLength={12} onChange={(event) => onSet({ symbol: event.currentTarget.value })} />
        <NumberInput label={t('assets.decimals')} value={draft.decimals} min={0} max={18} allowDecimal={false} error={error('decimals')} onChange={(value) => onSet({ decimals: Number(value) })} />
      </Group>
    </>
  );
}
