import { Button, FileInput, Group, Modal, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/format';
import { download } from '../download';
import { type SchemaFieldProps, useFieldWords } from './field-props';
import { FILE_BYTES_MAX, fingerprint, newSalt, saltOf } from './fingerprint';
import { saltedBeside } from './schema';

const SALTS = ['new', 'kept', 'none'] as const;
type Salt = (typeof SALTS)[number];

interface FromFileProps {
  readonly onDone: (digits: string, isSalted: boolean) => void;
  readonly onClose: () => void;
}

/** Computes a document's fingerprint here, with a salt that is kept beside the document. */
function FromFile({ onDone, onClose }: FromFileProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [file, setFile] = useState<File | null>(null);
  const [salt, setSalt] = useState<Salt>('new');
  const [saltFile, setSaltFile] = useState<File | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const compute = async () => {
    if (file === null) return;
    if (!window.isSecureContext) return setWrong(t('fingerprint.insecure'));
    if (file.size > FILE_BYTES_MAX) return setWrong(t('fingerprint.tooLarge', { limit: format.bytes(FILE_BYTES_MAX) }));
    const made = salt === 'new' ? newSalt() : salt === 'kept' ? ((await saltFile?.text()) ?? '') : null;
    const bytes = made === null ? null : saltOf(made);
    if (made !== null && bytes === null) return setWrong(t('fingerprint.notASalt'));
    const digits = await fingerprint(file, bytes);
    if (salt === 'new' && made !== null) download(`${file.name}.salt`, `${made}\n`, 'text/plain');
    onDone(digits, bytes !== null);
  };
  return (
    <Modal opened onClose={onClose} title={t('fingerprint.title')} closeButtonProps={{ 'aria-label': t('close') }} size="lg">
      <Stack>
        <p className="hint">{t('fingerprint.stays')}</p>
        <FileInput label={t('fingerprint.document')} placeholder={t('fingerprint.chooseFile')} value={file} error={wrong ?? undefined} onChange={(chosen) => (setFile(chosen), setWrong(null))} />
        <SegmentedControl aria-label={t('fingerprint.salt')} data={SALTS.map((value) => ({ value, label: t(`fingerprint.salts.${value}`) }))} value={salt} onChange={(value) => setSalt(value as Salt)} />
        <p className="hint">{t(`fingerprint.saltHint.${salt}`)}</p>
        {salt === 'kept' && <FileInput label={t('fingerprint.saltFile')} placeholder={t('fingerprint.chooseFile')} value={saltFile} onChange={(chosen) => (setSaltFile(chosen), setWrong(null))} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button disabled={file === null || (salt === 'kept' && saltFile === null)} onClick={() => void compute()}>
            {t('fingerprint.compute')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** A SHA-256 in hexadecimal: typed, or computed from a file that stays on this computer. */
export function FingerprintField(props: SchemaFieldProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <div>
      <TextInput {...useFieldWords(props)} classNames={{ input: 'mono' }} maxLength={64} spellCheck={false} value={typeof props.value === 'string' ? props.value : ''} onChange={(event) => props.onChange(event.currentTarget.value.trim() || undefined)} />
      <Button variant="subtle" size="xs" mt={4} ml={-10} leftSection={<IconFingerprint size={15} aria-hidden />} onClick={() => setOpen(true)}>
        {t('fingerprint.fromFile')}
      </Button>
      {open && (
        <FromFile
          onClose={() => setOpen(false)}
          onDone={(digits, isSalted) => {
            props.onChange(digits, saltedBeside(props.schema, isSalted));
            setOpen(false);
          }}
        />
      )}
    </div>
  );
}
