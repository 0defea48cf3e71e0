import { ActionIcon, Button, Fieldset, Group, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

export interface Attribute {
  readonly name: string;
  readonly value: string;
}
const EMPTY: Attribute = { name: '', value: '' };

/** As they go into a request: NAME=VALUE each, of those that are filled in. */
export function attributesIn(rows: readonly Attribute[]): readonly string[] {
  return rows.filter(({ name, value }) => name.trim() !== '' || value.trim() !== '').map(({ name, value }) => `${name.trim()}=${value.trim()}`);
}

/** What else a badge says of its holder: a name and a value each, which may hold anything that can be typed. */
export function AttributeRows({ rows, onChange, error }: { readonly rows: readonly Attribute[]; readonly onChange: (rows: readonly Attribute[]) => void; readonly error: string | undefined }) {
  const { t } = useTranslation();
  const set = (at: number, part: Partial<Attribute>) => onChange(rows.with(at, { ...rows[at]!, ...part }));
  return (
    <Fieldset legend={t('members.attributes')}>
      <p className="hint">{t('badges.attributesHint')}</p>
      {error !== undefined && <p className="field-error">{error}</p>}
      <Stack gap="xs">
        {rows.map(({ name, value }, at) => (
          <Group key={at} gap="xs" wrap="nowrap" align="end">
            <TextInput flex={1} label={t('badges.attributeName', { n: at + 1 })} value={name} onChange={(event) => set(at, { name: event.currentTarget.value })} />
            <TextInput flex={2} label={t('badges.attributeValue', { n: at + 1 })} value={value} onChange={(event) => set(at, { value: event.currentTarget.value })} />
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('form.removeEntry', { name: t('members.attributes'), n: at + 1 })} onClick={() => onChange(rows.toSpliced(at, 1))}>
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Button className="add-entry" variant="subtle" size="xs" w="fit-content" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => onChange([...rows, EMPTY])}>
          {t('form.add', { name: t('members.attributes') })}
        </Button>
      </Stack>
    </Fieldset>
  );
}
