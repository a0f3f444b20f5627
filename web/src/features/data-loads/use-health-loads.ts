import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import type { LoadOffice } from '../../ui/data-load/load-office.ts'
import { dataLoadTexts } from './texts.ts'

/** What feeds the health service. */
export function useHealthLoads(): LoadOffice {
  const { title, description, codes } = useTexts(dataLoadTexts)
  return {
    application: 'health',
    title,
    description,
    codes,
    list: paths.dataLoads,
    report: paths.dataLoadReport,
  }
}
