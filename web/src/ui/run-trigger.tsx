import type { Trigger } from '../../../src/api/schemas/runs.ts'
import { defineTexts, useTexts } from '../lib/texts.ts'

export const triggers = [
  'schedule',
  'manual',
  'catch-up',
  'cli',
  'api',
  'file',
  'retry',
] as const satisfies readonly Trigger[]

/** Why a run exists, alone (filters, exports). */
export const triggerTexts = defineTexts({
  fr: {
    schedule: 'programmé',
    manual: 'immédiat',
    'catch-up': 'rattrapage',
    cli: 'ligne de commande',
    api: 'API',
    file: 'dépôt de fichier',
    retry: 'reprise automatique',
    by: (trigger: string, who: string) => `${trigger}, par ${who}`,
  },
  en: {
    schedule: 'scheduled',
    manual: 'immediate',
    'catch-up': 'catch-up',
    cli: 'command line',
    api: 'API',
    file: 'dropped file',
    retry: 'automatic retry',
    by: (trigger: string, who: string) => `${trigger}, by ${who}`,
  },
})

interface Props {
  readonly trigger: Trigger
  /** Who asked, where somebody did. */
  readonly requestedBy: string | null
}

/** « programmé », « immédiat, par atestun », « rattrapage »… */
export function RunTrigger({ trigger, requestedBy }: Props) {
  const texts = useTexts(triggerTexts)
  return <>{requestedBy ? texts.by(texts[trigger], requestedBy) : texts[trigger]}</>
}
