import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** One accent: petrol. Light pages fill with shade 7, dark ones with shade 6; white text passes on both. */
const accent: MantineColorsTuple = ['#eef6f9', '#d8e9ef', '#b2d3df', '#86bacd', '#6db0c7', '#3f8ca8', '#1f6f8b', '#155f79', '#0e4d64', '#083b4e'];
const gray: MantineColorsTuple = ['#f8f9f9', '#f0f2f2', '#e3e7e8', '#d2d8da', '#b2babe', '#868f95', '#586369', '#424c52', '#2a3236', '#161b1e'];
const dark: MantineColorsTuple = ['#e4e8ea', '#c4cbcf', '#a4aeb4', '#7b868c', '#424d53', '#313a3f', '#20272b', '#14191c', '#0f1315', '#0a0d0e'];

const sans = 'Inter, "Segoe UI", "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';
const mono = 'ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", "Liberation Mono", "Noto Sans Mono CJK SC", monospace';

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  colors: { accent, gray, dark },
  black: '#161b1e',
  fontFamily: sans,
  fontFamilyMonospace: mono,
  // Two sizes do most of the work: 15 px for what is said, 13 px for what is said about it.
  fontSizes: { xs: '0.8125rem', sm: '0.9375rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.375rem' },
  lineHeights: { xs: '1.45', sm: '1.5', md: '1.5', lg: '1.5', xl: '1.35' },
  headings: {
    fontFamily: sans,
    fontWeight: '600',
    sizes: { h1: { fontSize: '1.5rem', lineHeight: '1.3' }, h2: { fontSize: '1.0625rem', lineHeight: '1.4' }, h3: { fontSize: '0.9375rem', lineHeight: '1.5' } },
  },
  defaultRadius: 'sm',
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  focusRing: 'auto',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'sm' } },
    // A dialog's title bar is not the banner of the page.
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.45 }, attributes: { header: { role: 'presentation' } } } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300 } },
  },
});

export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fdfdfd',
    '--mantine-color-dimmed': '#586369',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-placeholder': '#6a757b',
    '--mantine-color-anchor': '#155f79',
    '--side': '#f3f5f5',
    '--rule': '#dfe4e5',
    '--rule-strong': '#aab3b7',
    '--soft': '#f3f5f5',
    '--good': '#1a6b40',
    '--warn': '#7f4b00',
    '--bad': '#b3261e',
    '--good-soft': '#e6f3ec',
    '--warn-soft': '#fbf0dc',
    '--bad-soft': '#fbeae8',
    '--accent-soft': '#e6f1f5',
    '--accent': '#155f79',
  },
  dark: {
    '--mantine-color-body': '#14191c',
    '--mantine-color-dimmed': '#a4aeb4',
    '--mantine-color-error': '#ff9d94',
    '--mantine-color-placeholder': '#8f9aa0',
    '--mantine-color-anchor': '#86c3d8',
    '--side': '#101416',
    '--rule': '#2b3439',
    '--rule-strong': '#56636a',
    '--soft': '#1b2225',
    '--good': '#71c798',
    '--warn': '#e5b659',
    '--bad': '#ff9d94',
    '--good-soft': '#173024',
    '--warn-soft': '#352a14',
    '--bad-soft': '#3a1e1c',
    '--accent-soft': '#17303a',
    '--accent': '#86c3d8',
  },
});
