import { nextStrength, quorumOf, sameStrength, type HostView, type Template } from '@bystack/api';
import { Checkbox, NumberInput, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../parts/page-head';
import { queries } from '../../../platform/queries';
import { assetsIn, type ChangeDraft, type Draft, isCompetition, validatorsIn } from './draft';

const NAME_MAX = 60;
const VALIDATORS_MAX = 100;

const KEEP_BLOCKS_MIN = 1_000;

/** What so many nodes of an open competition mean. */
function Openness({ total }: { readonly total: number }) {
  const { t } = useTranslation();
  return (
    <div className={`note ${total > 1 ? 'good' : 'warn'}`} aria-live="polite">
      <strong>{t('competition.strength', { count: total })}</strong>
      <p>{t('competition.strengthText')}</p>
    </div>
  );
}

/** What so many validators mean, and what would mean more, in words with the figures. */
export function Strength({ total, isOpen }: { readonly total: number; readonly isOpen: boolean }) {
  const { t } = useTranslation();
  if (isOpen) return <Openness total={total} />;
  const { tolerated, needed } = quorumOf(total);
  const exact = sameStrength(total) === total && total > 1;
  return (
    <div className={`note ${exact ? 'good' : 'warn'}`} aria-live="polite">
      <strong>{tolerated === 0 ? t('strength.none') : t('strength.survives', { count: tolerated })}</strong>
      <p>{t('strength.needed', { total, needed })}</p>
      {!exact && <p>{tolerated === 0 ? t('strength.fromFour', { total }) : t('strength.notExact', { total, same: sameStrength(total), more: nextStrength(total), tolerated, moreTolerated: tolerated + 1 })}</p>}
    </div>
  );
}

/** What the hosts can carry, and what it means to have them all on one machine. */
function Placement({ hosts, wanted, chosen }: { readonly hosts: readonly HostView[]; readonly wanted: number; readonly chosen: readonly string[] }) {
  const { t } = useTranslation();
  const used = hosts.filter((host) => host.state === 'connected' && (chosen.length === 0 || chosen.includes(host.id)));
  const free = used.reduce((sum, host) => sum + Math.max(0, host.nodesMax - host.nodes), 0);
  if (free < wanted) return <div className="note warn">{t('placement.noRoom', { wanted, free })}</div>;
  if (used.length === 1) return <div className="note warn">{t('placement.oneHost', { host: used[0]?.name ?? '' })}</div>;
  return <div className="note">{t('placement.spread', { hosts: used.length, free })}</div>;
}

interface ValidatorsStepProps {
  readonly draft: Draft;
  readonly template: Template;
  readonly onChange: ChangeDraft;
  readonly errors: Readonly<Record<string, string>>;
}

export function ValidatorsStep({ draft, template, onChange, errors }: ValidatorsStepProps) {
  const { t } = useTranslation();
  const hosts = useQuery(queries.hosts()).data ?? [];
  const total = validatorsIn(draft, template);
  const isOpen = isCompetition(draft, template);
  return (
    <Section title={t(isOpen ? 'competition.nodesTitle' : 'create.validatorsTitle')} note={t(isOpen ? 'competition.nodesLead' : 'create.validatorsNote')}>
      <Stack maw="34rem" gap="lg">
        <TextInput label={t('create.name')} description={t('create.nameHint')} required maxLength={NAME_MAX} value={draft.name} error={errors['/name']} onChange={(event) => onChange({ name: event.currentTarget.value })} />
        <NumberInput
          label={t(isOpen ? 'competition.nodes' : 'create.validators')}
          description={t(isOpen ? 'competition.nodesHint' : 'create.validatorsHint')}
          required
          min={1}
          max={VALIDATORS_MAX}
          allowDecimal={false}
          clampBehavior="blur"
          value={total}
          error={errors['/validators']}
          onChange={(value) => onChange({ validators: typeof value === 'number' && value >= 1 ? value : null })}
        />
        <Strength total={total} isOpen={isOpen} />
        <NumberInput
          label={t('create.keepBlocks')}
          description={t('create.keepBlocksHint')}
          placeholder={t('create.keepsAll')}
          min={KEEP_BLOCKS_MIN}
          allowDecimal={false}
          clampBehavior="blur"
          value={draft.keepBlocks ?? ''}
          error={errors['/keepBlocks']}
          onChange={(value) => onChange({ keepBlocks: typeof value === 'number' ? value : null })}
        />
        <Checkbox label={t('create.assets')} description={t('create.assetsHint')} checked={assetsIn(draft, template) === 'enabled'} onChange={(event) => onChange({ assets: event.currentTarget.checked ? 'enabled' : 'disabled' })} />
        {hosts.length > 1 && (
          <Checkbox.Group label={t('create.hosts')} description={t('create.hostsHint')} value={[...draft.hostIds]} onChange={(hostIds) => onChange({ hostIds })}>
            <Stack gap="xs" mt="xs">
              {hosts.map((host) => (
                <Checkbox key={host.id} value={host.id} label={t('create.hostChoice', { name: host.name, free: Math.max(0, host.nodesMax - host.nodes) })} disabled={host.state !== 'connected'} />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
        <Placement hosts={hosts} wanted={total} chosen={draft.hostIds} />
      </Stack>
    </Section>
  );
}
