import type { LoadOffice } from '../../exchange/loads/load-kind.ts'
import { enterImportGate } from '../student-import/store/import-gate.ts'
import { appointmentMotives } from './kinds/appointment-motives.ts'
import { appointments } from './kinds/appointments.ts'
import { consultations } from './kinds/consultations.ts'
import { followUps } from './kinds/follow-ups.ts'
import { vaccinations } from './kinds/vaccinations.ts'

/** All that the health service is fed by files, in the order in which a new service would do it. */
export const healthLoads = {
  application: 'health' as const,
  batchCode: 'CHARGE_SANTE',
  kinds: [followUps, appointmentMotives, appointments, consultations, vaccinations],
  // Nobody is merged away between being found and being written to.
  enter: (client) => enterImportGate(client),
} satisfies LoadOffice
