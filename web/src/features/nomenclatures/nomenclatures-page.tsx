import { NavLink, Paper, Select } from '@mantine/core'
import { Link } from 'react-router'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { type Nomenclature, useNomenclatures } from './calls/lists-query.ts'
import { ItemsSection } from './items-section.tsx'
import classes from './nomenclatures.module.css'
import { nomenclatureTexts } from './texts.ts'

/** The lists on the left (a choice on a narrow screen), the items of one on the right. */
export function NomenclaturesPage() {
  const texts = useTexts(nomenclatureTexts)
  const { data, error, refetch } = useNomenclatures()
  const [{ list }] = useUrlState({ list: '' })
  const lists = data?.items ?? []
  const chosen = lists.find(({ code }) => code === list) ?? lists[0]
  return (
    <>
      <PageHeader title={texts.title} description={texts.description} />
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <LoadingRows rows={8} height={56} />
      ) : (
        chosen && (
          <div className={classes.frame}>
            <Lists lists={lists} chosen={chosen} />
            <ItemsSection key={chosen.code} list={chosen} />
          </div>
        )
      )}
    </>
  )
}

interface ListsProps {
  readonly lists: readonly Nomenclature[]
  readonly chosen: Nomenclature
}

function Lists({ lists, chosen }: ListsProps) {
  const texts = useTexts(nomenclatureTexts)
  const [, setState] = useUrlState({ list: '', parent: '', q: '' })
  return (
    <>
      <Select
        className={classes.choice ?? ''}
        label={texts.list}
        data={lists.map(({ code, label }) => ({ value: code, label }))}
        value={chosen.code}
        onChange={(code) => setState({ list: code ?? '', parent: '', q: '' }, 'push')}
        allowDeselect={false}
      />
      <Paper component="nav" p="xs" className={classes.lists ?? ''} aria-label={texts.lists}>
        {lists.map(({ code, label, items, inactive }) => (
          <NavLink
            key={code}
            component={Link}
            to={`${paths.nomenclatures()}?list=${encodeURIComponent(code)}`}
            label={label}
            description={[texts.items(items), ...(inactive > 0 ? [texts.inactiveOnes(inactive)] : [])].join(
              ', ',
            )}
            active={code === chosen.code}
            aria-current={code === chosen.code ? 'true' : undefined}
            className={classes.list ?? ''}
          />
        ))}
      </Paper>
    </>
  )
}
