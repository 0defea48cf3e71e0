import type { Words } from '@bystack/api';

const KINDS: Readonly<Record<string, Words>> = {
  receipt: { en: 'a receipt', zh: '收据' },
  'state-proof': { en: 'a proof about the state', zh: '状态证明' },
  genesis: { en: 'a genesis document', zh: '创世文件' },
  checkpoint: { en: 'a checkpoint', zh: '检查点' },
};

/** What a file that was refused as something else says of itself, if it is not one of `wanted`: files are easily mistaken for each other. Undefined: nothing that is known here. */
export function otherKind(text: string, ...wanted: readonly string[]): string | undefined {
  const kind = /^bystack-(?:work-)?(receipt|state-proof|genesis|checkpoint)\//.exec(formatOf(text))?.[1];
  return kind === undefined || wanted.includes(kind) ? undefined : KINDS[kind]!.en;
}

function formatOf(text: string): string {
  try {
    return String(((JSON.parse(text) ?? {}) as { format?: unknown }).format);
  } catch {
    return ''; // No JSON.
  }
}

/** What is said with it, in Chinese. */
export const KIND_REASONS: readonly (readonly [said: RegExp, zh: string])[] = Object.values(KINDS).flatMap(({ en, zh }) => [
  [new RegExp(`^it is ${en}, and neither a receipt nor a proof$`), `它是${zh}，既非收据也非状态证明`] as const,
  [new RegExp(`^It is ${en}, not a genesis document\\. Fetch that with \`(.*)\`\\.$`), `它是${zh}，而非创世文件。请用 \`$1\` 获取创世文件。`] as const,
  [new RegExp(`^It is ${en}, not a checkpoint\\.$`), `它是${zh}，而非检查点。`] as const,
]);
