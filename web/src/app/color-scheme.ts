import { localStorageColorSchemeManager } from '@mantine/core'

/** The same key as in public/color-scheme.js, which applies the choice before the first paint. */
export const colorSchemeManager = localStorageColorSchemeManager({ key: 'nocturne.color-scheme' })
