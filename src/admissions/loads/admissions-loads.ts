import type { LoadOffice } from '../../exchange/loads/load-kind.ts'
import { feedContext } from '../feeding/feed.ts'
import type { FileFeedContext } from './feeders/attachment-files.ts'
import { campaigns } from './kinds/campaigns.ts'
import { applications, attachments, decisions, opi } from './kinds/dossiers.ts'
import { formations } from './kinds/formations.ts'
import { forms } from './kinds/forms.ts'
import { attachmentModels, centres, commissions, decisionTypes } from './kinds/offer.ts'
import { people } from './kinds/people.ts'
import { folderOfFilesToLoad } from './tidy-files-to-load.ts'

/** All that the admissions office is fed by files, in the order in which a new office would load them. */
export const admissionsLoads = {
  application: 'admissions' as const,
  batchCode: 'CHARGE_CANDIDATURES',
  kinds: [
    campaigns,
    centres,
    commissions,
    decisionTypes,
    attachmentModels,
    forms,
    formations,
    people,
    applications,
    decisions,
    attachments,
    opi,
  ],
  feeding: async ({ settings, place, run }, now): Promise<FileFeedContext> => ({
    ...(await feedContext(settings, place, { author: run.code, runId: run.id, now })),
    filesToLoad: folderOfFilesToLoad(place.dataDirectory),
    candidateFiles: place.connections?.candidateFiles ?? null,
  }),
} satisfies LoadOffice
