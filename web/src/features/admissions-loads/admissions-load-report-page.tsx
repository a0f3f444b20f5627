import { LoadOfficeContext } from '../../ui/data-load/load-office.ts'
import { LoadReportContent } from '../../ui/data-load/load-report.tsx'
import { useAdmissionsLoads } from './use-admissions-loads.ts'

/** What became of one file. */
export function AdmissionsLoadReportPage() {
  return (
    <LoadOfficeContext value={useAdmissionsLoads()}>
      <LoadReportContent />
    </LoadOfficeContext>
  )
}
