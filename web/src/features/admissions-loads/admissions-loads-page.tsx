import { LoadOfficeContext } from '../../ui/data-load/load-office.ts'
import { LoadsContent } from '../../ui/data-load/loads.tsx'
import { useAdmissionsLoads } from './use-admissions-loads.ts'

/** A file that feeds the admissions office: what it may hold, sending it, and what became of the last ones. */
export function AdmissionsLoadsPage() {
  return (
    <LoadOfficeContext value={useAdmissionsLoads()}>
      <LoadsContent />
    </LoadOfficeContext>
  )
}
