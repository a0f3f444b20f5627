import { Button, Paper, Stack, Text } from '@mantine/core'
import { Link, useParams } from 'react-router'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { defineTexts, useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { DateTime, RelativeTime } from '../../ui/moments.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { StateBadge } from '../../ui/state-badge.tsx'
import { useInstant } from './calls/instant-query.ts'

const instantTexts = defineTexts({
  fr: {
    title: (code: string, when: string) => `${code} – échéance du ${when}`,
    batch: 'Batch',
    due: 'Échéance',
    run: 'Exécution',
    noRun: 'Aucune',
    plan: 'Programmation en vigueur',
    noPlan: 'Aucune à cette date',
    version: (version: string, author: string) => `version ${version}, par ${author}`,
    seeRun: 'Voir l’exécution',
    seeBatch: 'Voir le batch et son historique',
    seeVersions: 'Voir les versions de la programmation',
    whys: {
      ran: 'Exécuté',
      skipped: 'Non lancé',
      future: 'À venir',
      'out-of-service': 'Hors service',
      'not-due': 'Rien n’était dû',
      'nobody-checked': 'Personne ne vérifiait',
      'before-first-plan': 'Avant la première programmation',
    },
  },
  en: {
    title: (code: string, when: string) => `${code} – due ${when}`,
    batch: 'Batch',
    due: 'Due',
    run: 'Run',
    noRun: 'None',
    plan: 'Schedule in force',
    noPlan: 'None at that time',
    version: (version: string, author: string) => `version ${version}, by ${author}`,
    seeRun: 'See the run',
    seeBatch: 'See the batch and its history',
    seeVersions: 'See the versions of the schedule',
    whys: {
      ran: 'Ran',
      skipped: 'Not launched',
      future: 'To come',
      'out-of-service': 'Out of service',
      'not-due': 'Nothing was due',
      'nobody-checked': 'Nobody was checking',
      'before-first-plan': 'Before the first schedule',
    },
  },
})

/** An instant has a page too, with or without a run: it says why. */
export function InstantPage() {
  const texts = useTexts(instantTexts)
  const textOf = useTextOf()
  const dates = useDates()
  const { code = '', at = '' } = useParams()
  const query = useInstant(code, at)
  const when = Number.isNaN(Date.parse(at)) ? at : dates.dateMinute(at)
  const instant = query.data
  return (
    <>
      <PageHeader
        title={texts.title(code, when)}
        breadcrumbs={
          <AnchorLink to={paths.batch(code)} size="sm">
            {code}
          </AnchorLink>
        }
        description={instant && textOf(instant.batch.label)}
      />
      {query.isPending ? (
        <LoadingRows rows={5} height={48} />
      ) : !instant ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Paper>
          <Stack gap="lg">
            <div>
              <Text fw={600} size="lg">
                {texts.whys[instant.why]}
              </Text>
              <Text>{textOf(instant.explanation)}</Text>
            </div>
            <KeyValueList
              items={[
                {
                  label: texts.due,
                  value: (
                    <>
                      <DateTime at={instant.at} /> (<RelativeTime at={instant.at} />)
                    </>
                  ),
                },
                {
                  label: texts.run,
                  value: instant.run ? <StateBadge state={instant.run.state} /> : texts.noRun,
                },
                {
                  label: texts.plan,
                  value: instant.plan
                    ? `${textOf(instant.plan.wording)} (${texts.version(String(instant.plan.version), instant.plan.author)}${instant.plan.at ? `, ${dates.dateTime(instant.plan.at)}` : ''})`
                    : texts.noPlan,
                },
              ]}
            />
            <Stack gap="xs" align="flex-start">
              {instant.run && (
                <Button component={Link} to={paths.run(instant.run.id)}>
                  {texts.seeRun}
                </Button>
              )}
              <AnchorLink to={paths.batch(code)}>{texts.seeBatch}</AnchorLink>
              <AnchorLink to={`${paths.batch(code)}?edit=${encodeURIComponent(code)}&tab=revisions`}>
                {texts.seeVersions}
              </AnchorLink>
            </Stack>
          </Stack>
        </Paper>
      )}
    </>
  )
}
