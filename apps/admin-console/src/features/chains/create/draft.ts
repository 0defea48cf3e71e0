import type { Blueprint, CreateChain, SlotChoice, SlotName, Template } from '@bystack/api';
import { useCallback, useState } from 'react';

export const SLOTS: readonly SlotName[] = ['identity', 'contract', 'privacy', 'consensus', 'crosschain', 'transactions'];

/** What was chosen so far; survives a reload of the page. */
export interface Draft {
  readonly name: string;
  readonly template: string;
  /** null: as the template says. */
  readonly validators: number | null;
  /** Only what differs from the template. */
  readonly slots: Readonly<Partial<Record<SlotName, SlotChoice>>>;
  /** Empty: wherever there is room. */
  readonly hostIds: readonly string[];
  /** Pruned nodes keep so many newest blocks; null: archive nodes. */
  readonly keepBlocks: number | null;
  /** Whether members may issue assets; null: as the template says. */
  readonly assets: 'enabled' | 'disabled' | null;
}

const STORED_AS = 'bystack-new-chain';
const NOTHING: Draft = { name: '', template: '', validators: null, slots: {}, hostIds: [], keepBlocks: null, assets: null };

function stored(): Draft {
  try {
    return { ...NOTHING, ...(JSON.parse(sessionStorage.getItem(STORED_AS) ?? '{}') as Partial<Draft>) };
  } catch {
    return NOTHING;
  }
}

export type ChangeDraft = (change: Partial<Draft>) => void;

/** What was chosen for one template says nothing about another. */
const forTemplate = (draft: Draft, template: string): Draft => (draft.template === template ? draft : { ...draft, template, slots: {}, validators: null, assets: null });

/** @param asked the template named in the address; without it, the one of last time */
export function useDraft(asked: string | undefined): readonly [draft: Draft, change: ChangeDraft, forget: () => void] {
  const [held, setHeld] = useState(stored);
  const template = asked ?? held.template;
  const change = useCallback<ChangeDraft>(
    (part) => {
      setHeld((before) => {
        const next = { ...forTemplate(before, template), ...part };
        sessionStorage.setItem(STORED_AS, JSON.stringify(next));
        return next;
      });
    },
    [template],
  );
  return [forTemplate(held, template), change, () => sessionStorage.removeItem(STORED_AS)];
}

export const choiceIn = (draft: Draft, template: Template, slot: SlotName): SlotChoice => draft.slots[slot] ?? template.slots[slot];
export const assetsIn = (draft: Draft, template: Template): 'enabled' | 'disabled' => draft.assets ?? template.assets;
export const validatorsIn = (draft: Draft, template: Template): number => draft.validators ?? template.validators;

/** Whether nobody will vote, but whoever does the work adds blocks. */
export const isCompetition = (draft: Draft, template: Template): boolean => choiceIn(draft, template, 'consensus').module === 'open-competition';

export function toCreateChain(draft: Draft, template: Template): CreateChain {
  return {
    name: draft.name.trim(),
    template: template.name,
    validators: validatorsIn(draft, template),
    ...(Object.keys(draft.slots).length === 0 ? {} : { slots: draft.slots }),
    ...(draft.hostIds.length === 0 ? {} : { hostIds: draft.hostIds }),
    ...(draft.keepBlocks === null ? {} : { keepBlocks: draft.keepBlocks }),
    ...(assetsIn(draft, template) === template.assets ? {} : { assets: assetsIn(draft, template) }),
  };
}

export function toBlueprint(draft: Draft, template: Template): Blueprint {
  const slots = Object.fromEntries(SLOTS.map((slot) => [slot, choiceIn(draft, template, slot)])) as Record<SlotName, SlotChoice>;
  return { format: 'bystack-blueprint/1', name: draft.name.trim(), template: { name: template.name, version: template.version }, slots, validators: validatorsIn(draft, template), assets: assetsIn(draft, template) };
}
