/** The steps of creating a chain, in order; part of the page's address. */
export const STEPS = ['template', 'modules', 'validators', 'review'] as const;
export type WizardStep = (typeof STEPS)[number];
