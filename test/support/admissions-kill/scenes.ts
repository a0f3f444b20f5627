import type { KillScene } from '../kill-bench.ts'
import { campaignScenes } from './campaigns.ts'
import { decisionScenes } from './decisions.ts'
import { demoScenes } from './demo.ts'
import { loadScenes } from './loads.ts'
import { maintenanceScenes } from './maintenance.ts'
import { opiScenes } from './opi.ts'
import { sourceScenes } from './sources.ts'
import type { OfficeStage } from './stage.ts'

/** One scene a batch, or two. */
export const admissionsKillScenes: readonly KillScene<OfficeStage>[] = [
  ...maintenanceScenes,
  ...campaignScenes,
  ...decisionScenes,
  ...sourceScenes,
  ...loadScenes,
  ...opiScenes,
  ...demoScenes,
]
