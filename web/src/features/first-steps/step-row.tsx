import { Button, Text, VisuallyHidden } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { Link } from 'react-router'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import type { Step } from './first-steps-query.ts'
import classes from './steps.module.css'
import { firstStepsTexts } from './texts.ts'

const destinations: Readonly<Record<Step['step'], string>> = {
  administrator: paths.account(),
  mail: paths.settings(),
  encryption: paths.system(),
  'import-directory': paths.setting('health.import.directory'),
  nomenclatures: paths.nomenclatures(),
  letters: paths.letterTemplates(),
  schedule: paths.batches(),
  colleagues: paths.accounts(),
  alerts: paths.account(),
}

interface Props {
  readonly step: Step
  readonly number: number
  /** The first one that is not done: its button stands out. */
  readonly next: boolean
}

export function StepRow({ step, number, next }: Props) {
  const texts = useTexts(firstStepsTexts)
  const words = texts.steps[step.step]
  return (
    <li className={classes.step} data-done={step.done || undefined}>
      <span className={classes.mark} aria-hidden="true">
        {step.done ? <IconCheck size={18} /> : number}
      </span>
      <div className={classes.words}>
        <Text fw={600} component="h2" size="md" m={0}>
          {words.title}
          <VisuallyHidden> ({step.done ? texts.done : texts.todo})</VisuallyHidden>
        </Text>
        <Text size="sm" c="dimmed">
          {words.detail}
        </Text>
      </div>
      <Button component={Link} to={destinations[step.step]} variant={next ? 'filled' : 'default'} size="sm">
        {words.act}
      </Button>
    </li>
  )
}
