import type { Alias, Plugin } from 'vite';

export const browserAliases: Alias[];
export function browserTwins(): Plugin;
