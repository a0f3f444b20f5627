import { LoadOfficeContext } from '../../ui/data-load/load-office.ts'
import { LoadReportContent } from '../../ui/data-load/load-report.tsx'
import { useHealthLoads } from './use-health-loads.ts'

/** What became of one file. */
export function DataLoadReportPage() {
  return (
    <LoadOfficeContext value={useHealthLoads()}>
      <LoadReportContent />
    </LoadOfficeContext>
  )
}
