/** The least that the control plane takes. */
export const PASSWORD_CHARACTERS_MIN = 12;

/** As the control plane counts. */
export function isTooShort(password: string): boolean {
  return [...password].length < PASSWORD_CHARACTERS_MIN;
}
