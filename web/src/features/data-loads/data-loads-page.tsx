import { LoadOfficeContext } from '../../ui/data-load/load-office.ts'
import { LoadsContent } from '../../ui/data-load/loads.tsx'
import { useHealthLoads } from './use-health-loads.ts'

/** A file that feeds the service: what it may hold, sending it, and what became of the last ones. */
export function DataLoadsPage() {
  return (
    <LoadOfficeContext value={useHealthLoads()}>
      <LoadsContent />
    </LoadOfficeContext>
  )
}
