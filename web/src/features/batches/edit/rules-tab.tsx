import { Stack, Text } from '@mantine/core'
import type { BatchPage } from '../../../../../src/api/schemas/batches.ts'
import { useTextOf } from '../../../lib/text-of.ts'
import { useTexts } from '../../../lib/texts.ts'
import classes from './edit.module.css'
import { editTexts } from './texts.ts'

/** Overlap, catch-up, time limit and retry as sentences. */
export function RulesTab({ page }: { readonly page: BatchPage }) {
  const texts = useTexts(editTexts)
  const textOf = useTextOf()
  return (
    <Stack gap="sm">
      <Text size="sm">{textOf(page.batch.description)}</Text>
      <ul className={classes.rules}>
        {page.rules.map((rule) => (
          <li key={rule.fr}>{textOf(rule)}</li>
        ))}
      </ul>
      <Text size="sm" c="dimmed">
        {texts.rulesIntro}
      </Text>
    </Stack>
  )
}
