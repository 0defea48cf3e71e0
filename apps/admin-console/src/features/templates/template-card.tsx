import type { Template } from '@bystack/api';
import { Text } from '@mantine/core';
import { useWords } from '../../platform/texts';
import { TemplateIcon } from './template-icon';

/** What a template says of itself in a list of them. */
export function TemplateCard({ template }: { readonly template: Template }) {
  const words = useWords();
  return (
    <>
      <TemplateIcon name={template.icon} />
      <Text fw={600} component="span">
        {words(template.title)}
      </Text>
      <Text component="span">{words(template.summary)}</Text>
      <Text size="xs" c="dimmed" component="span">
        {words(template.industry)} · {template.name} {template.version}
      </Text>
    </>
  );
}
