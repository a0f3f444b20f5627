import { Button, Group } from '@mantine/core'
import { locales, useLocaleChoice } from '../lib/locale.ts'
import classes from './language-choice.module.css'

const names = { fr: 'Français', en: 'English' } as const

/** Which language to speak, for who has no account that says so. */
export function LanguageChoice() {
  const { locale, choose } = useLocaleChoice()
  return (
    <Group gap={4}>
      {locales.map((each) => (
        <Button
          key={each}
          variant="subtle"
          size="compact-sm"
          className={classes.language ?? ''}
          lang={each}
          aria-pressed={locale === each}
          onClick={() => choose(each)}
        >
          {names[each]}
        </Button>
      ))}
    </Group>
  )
}
