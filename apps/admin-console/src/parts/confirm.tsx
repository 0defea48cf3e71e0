import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldsNamed } from '../platform/problem';
import type { Recipe } from '../platform/recipe';
import { BusyButton } from './busy-button';
import { CopyAs } from './copy-as';
import { ProblemPanel } from './problem-panel';

interface ConfirmProps {
  readonly title: string;
  /** What will happen, and whether it can be undone. */
  readonly children: ReactNode;
  readonly action: string;
  readonly danger?: boolean;
  /** When given, this name must be typed. */
  readonly name?: string;
  readonly pending: boolean;
  readonly error: unknown;
  /** How the fields among the children are called, by pointer. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly recipe?: Recipe;
  /** It cannot be done now; a text says why. */
  readonly blocked?: boolean | string;
  /** It has happened, and the children show what came of it: nothing is left but to close. */
  readonly done?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Says what will happen before it happens; what cannot be undone asks for the thing's name. */
export function Confirm({ title, children, action, danger, name, pending, error, fields = {}, recipe, blocked, done = false, onConfirm, onClose }: ConfirmProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const why = useId();
  const mayGo = !blocked && !done && (name === undefined || typed === name);
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('close') }} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (mayGo) onConfirm();
        }}
      >
        <Stack gap="md">
          <div className="prose">{children}</div>
          {name !== undefined && (
            <TextInput label={t('confirm.typeName', { name })} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} autoComplete="off" data-autofocus />
          )}
          {error !== null && error !== undefined && <ProblemPanel error={error} fieldNamed={fieldsNamed(fields)} />}
          {typeof blocked === 'string' && <p className="hint" id={why} role="status">{blocked}</p>}
          <Group justify="space-between">
            {recipe !== undefined ? <CopyAs of={recipe} /> : <span />}
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                {done ? t('close') : t('cancel')}
              </Button>
              {!done && (
                <BusyButton type="submit" color={danger ? 'red.9' : undefined} disabled={!mayGo} busy={pending} aria-describedby={typeof blocked === 'string' ? why : undefined}>
                  {action}
                </BusyButton>
              )}
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
