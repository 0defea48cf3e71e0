import type { Words } from '@bystack/api';
import { NativeSelect, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useWords } from '../../../platform/texts';

interface PickerProps {
  readonly label: string;
  readonly of: readonly { readonly name: string; readonly title: Words }[];
  readonly chosen: string | undefined;
  readonly onChoose: (name: string) => void;
}

const SIDE_BY_SIDE_MAX = 4;
/** What fits beside each other in a line, in characters as wide as a Latin letter. */
const LINE_WIDTH = 70;
const widthOf = (text: string): number => [...text].reduce((sum, letter) => sum + (/\p{Script=Han}/u.test(letter) ? 2 : 1), 0);

/** One of a few things: side by side when they are few, as a list when they are many. */
export function Picker({ label, of, chosen, onChoose }: PickerProps) {
  const words = useWords();
  const narrow = useMediaQuery('(max-width: 48em)');
  if (of.length < 2) return null;
  const data = of.map((each) => ({ value: each.name, label: words(each.title, each.name) }));
  const width = data.reduce((sum, each) => sum + widthOf(each.label), 0);
  if (narrow || width > LINE_WIDTH || of.length > SIDE_BY_SIDE_MAX) return <NativeSelect label={label} data={data} value={chosen} onChange={(event) => onChoose(event.currentTarget.value)} maw="34rem" mb="md" />;
  return <SegmentedControl className="picker" aria-label={label} data={data} value={chosen} onChange={onChoose} mb="md" />;
}
