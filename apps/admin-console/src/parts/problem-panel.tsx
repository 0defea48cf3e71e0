import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Problem } from '@bystack/api';
import i18next from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type FieldNamed, inWordsOf, problemOf, sentenceOf } from '../platform/problem';
import { useLanguage } from '../platform/texts';

interface ProblemPanelProps {
  readonly error: unknown;
  /** What could not be done, as a title. */
  readonly title?: string;
  readonly onRetry?: () => void;
  /** How the form that was sent calls its fields. */
  readonly fieldNamed?: FieldNamed;
  /** What mends it, where that can be done here. */
  readonly action?: ReactNode;
}

function useNextStep(problem: Problem): string | undefined {
  const { t } = useTranslation();
  const key = `next.${problem.code}`;
  // Codes of modules have no next step of ours: their sentence says it.
  return i18next.exists(key) ? t(key as 'next.INTERNAL') : undefined;
}

const NO_FORM: FieldNamed = () => undefined;

/** A problem as a person needs it: what, why, the next step, and the code and request id for whoever helps. */
export function ProblemPanel({ error, title, onRetry, fieldNamed = NO_FORM, action }: ProblemPanelProps) {
  const { t } = useTranslation();
  const problem = problemOf(error);
  const why = inWordsOf(sentenceOf(problem, useLanguage()), problem.facts?.path, problem.field, fieldNamed);
  const next = useNextStep(problem);
  return (
    <Alert color="red" variant="light" className="problem" icon={<IconAlertTriangle aria-hidden />} title={title ?? t('problem.title')} role="alert">
      {why !== '' && <Text>{why}</Text>}
      {problem.errors?.map((each) => (
        <Text key={each.field} size="xs">
          {fieldNamed(each.field) ?? <code>{each.field}</code>}{': '}
          {each.detail}
        </Text>
      ))}
      {next !== undefined && <Text mt={4}>{next}</Text>}
      <Group gap="md" mt="xs">
        {action}
        {onRetry !== undefined && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t('problem.again')}
          </Button>
        )}
        <Text size="xs" c="dimmed">
          {t('problem.code', { code: problem.code })}
          {problem.requestId !== undefined && ` · ${t('problem.request', { id: problem.requestId })}`}
        </Text>
      </Group>
    </Alert>
  );
}
