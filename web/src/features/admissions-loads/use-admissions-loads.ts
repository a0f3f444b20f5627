import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import type { LoadOffice } from '../../ui/data-load/load-office.ts'
import { admissionsLoadsTexts } from './texts.ts'

/** What feeds the admissions office. */
export function useAdmissionsLoads(): LoadOffice {
  const { title, description, codes } = useTexts(admissionsLoadsTexts)
  return {
    application: 'admissions',
    title,
    description,
    codes,
    list: paths.admissionsLoads,
    report: paths.admissionsLoadReport,
  }
}
