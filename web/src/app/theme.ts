import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  type MantineThemeOverride,
  mergeThemeOverrides,
} from '@mantine/core'

/** From a hazy horizon to deep night; shade 8 is the primary on white (contrast 9.6), shade 3 on dark. */
const night: MantineColorsTuple = [
  '#eef3fb',
  '#dae4f4',
  '#b5c8e8',
  '#8eabdc',
  '#6d91d1',
  '#4f77bf',
  '#3b62a9',
  '#2b4d8c',
  '#1d3a6f',
  '#142a54',
]

/** Greys that lean towards the blue of the night, for the dark scheme. */
const dark: MantineColorsTuple = [
  '#d5dbe6',
  '#b4bdcc',
  '#93a0b4',
  '#68758b',
  '#3d4859',
  '#2d3644',
  '#212936',
  '#171d28',
  '#11161f',
  '#0b0f16',
]

/**
 * Windows over the page: their <header> would count as a second banner, and their content is a Paper that must not
 * take the padding of those on the page.
 */
const plainWindow = {
  attributes: { header: { role: 'presentation' } },
  styles: { content: { padding: 0 }, title: { fontWeight: 650, lineHeight: 1.35 } },
}

export const theme = createTheme({
  colors: { night, dark },
  primaryColor: 'night',
  primaryShade: { light: 8, dark: 6 },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Ubuntu, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "Liberation Mono", monospace',
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.1875rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  components: {
    Modal: { defaultProps: { radius: 'lg', overlayProps: { backgroundOpacity: 0.45 }, ...plainWindow } },
    Drawer: { defaultProps: { overlayProps: { backgroundOpacity: 0.45 }, ...plainWindow } },
    Tooltip: {
      defaultProps: { withArrow: true, openDelay: 300, events: { hover: true, focus: true, touch: true } },
    },
    Paper: { defaultProps: { radius: 'lg', p: 'lg', withBorder: true } },
    // A word that is cut tells nothing, one in capitals cries.
    Badge: {
      styles: {
        root: { overflow: 'visible', flexShrink: 0, textTransform: 'none', letterSpacing: 'normal' },
        label: { overflow: 'visible' },
      },
    },
    Table: { defaultProps: { verticalSpacing: 'sm', highlightOnHover: true } },
  },
})

/** Inks of badges and alerts (variant « light ») and the red of buttons that destroy: Mantine's own reach a contrast of 3.3 to 3.8. */
const darkerOnLight = {
  '--mantine-color-green-light': '#e3f6e8',
  '--mantine-color-green-light-color': '#17603a',
  '--mantine-color-teal-light': '#dff5ee',
  '--mantine-color-teal-light-color': '#0b5c47',
  '--mantine-color-red-filled': '#c02b2b',
  '--mantine-color-red-filled-hover': '#a72323',
  '--mantine-color-red-light': '#fde8e7',
  '--mantine-color-red-light-color': '#9c1f20',
  '--mantine-color-orange-light': '#fdeedb',
  '--mantine-color-orange-light-color': '#854a06',
  '--mantine-color-yellow-light': '#fcf3d2',
  '--mantine-color-yellow-light-color': '#6b4b00',
  '--mantine-color-blue-light': '#e3edfd',
  '--mantine-color-blue-light-color': '#1c4ea1',
  '--mantine-color-gray-light': '#eceff3',
  '--mantine-color-gray-light-color': '#414b5a',
}

/** The same on dark: deep grounds, light inks. */
const quieterOnDark = {
  '--mantine-color-green-light': '#143524',
  '--mantine-color-green-light-color': '#8fdcb0',
  '--mantine-color-teal-light': '#10342e',
  '--mantine-color-teal-light-color': '#7fdcc6',
  '--mantine-color-red-filled': '#c8393c',
  '--mantine-color-red-filled-hover': '#b13033',
  '--mantine-color-red-light': '#421c1f',
  '--mantine-color-red-light-color': '#ffb3ae',
  '--mantine-color-orange-light': '#3d2a10',
  '--mantine-color-orange-light-color': '#f8c98a',
  '--mantine-color-yellow-light': '#383008',
  '--mantine-color-yellow-light-color': '#f0dc8a',
  '--mantine-color-blue-light': '#172e52',
  '--mantine-color-blue-light-color': '#a3c4fa',
  '--mantine-color-gray-light': '#2b323c',
  '--mantine-color-gray-light-color': '#c6cedb',
}

/** Mantine's own dimmed text and red are too pale for WCAG AA on our grounds. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#566072',
    '--mantine-color-placeholder': '#6b7484',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-anchor': '#1f4e9c',
    ...darkerOnLight,
    '--nocturne-ground': '#f5f7fa',
  },
  dark: {
    '--mantine-color-dimmed': '#9dabc0',
    '--mantine-color-placeholder': '#8391a7',
    '--mantine-color-error': '#ff9d96',
    '--mantine-color-anchor': '#9dbcf2',
    '--mantine-color-night-light': '#1e2d49',
    '--mantine-color-night-light-hover': '#243659',
    '--mantine-color-night-light-color': '#d3e1fb',
    ...quieterOnDark,
    '--nocturne-ground': '#0d121a',
  },
})

/** What the kit's own buttons say to who listens. */
export function withWords(words: { close: string }): MantineThemeOverride {
  return mergeThemeOverrides(theme, {
    components: { CloseButton: { defaultProps: { 'aria-label': words.close } } },
  })
}
