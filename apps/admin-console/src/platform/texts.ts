import type { Words } from '@bystack/api';
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import en from '../texts/en.json';

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];
const STORED_AS = 'bystack-language';

declare module 'i18next' {
  interface CustomTypeOptions {
    returnNull: false;
    resources: { translation: typeof en };
  }
}

function preferred(): Language {
  const stored = localStorage.getItem(STORED_AS);
  if (stored === 'en' || stored === 'zh') return stored;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

function announce(language: string): void {
  document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en';
}

/** Chinese is fetched only where it is read; English is in the first bundle because every key is typed from it. */
async function load(language: Language): Promise<void> {
  if (language === 'zh' && !i18next.hasResourceBundle('zh', 'translation')) {
    i18next.addResourceBundle('zh', 'translation', (await import('../texts/zh.json')).default);
  }
}

export async function startTexts(): Promise<void> {
  const language = preferred();
  await i18next.use(initReactI18next).init({ resources: { en: { translation: en } }, lng: 'en', fallbackLng: 'en', interpolation: { escapeValue: false } });
  i18next.on('languageChanged', announce);
  await changeLanguage(language, false);
}

export async function changeLanguage(language: Language, remember = true): Promise<void> {
  if (remember) localStorage.setItem(STORED_AS, language);
  await load(language);
  await i18next.changeLanguage(language);
}

export function useLanguage(): Language {
  return useTranslation().i18n.language === 'zh' ? 'zh' : 'en';
}

/** Words that come with data (templates, modules, states), in the reader's language. */
export function useWords(): (words: Words | undefined, otherwise?: string) => string {
  const language = useLanguage();
  return (words, otherwise = '') => words?.[language] || words?.en || otherwise;
}
