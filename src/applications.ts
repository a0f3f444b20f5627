import type { Application } from './batch/application.ts'
import core from './core/application.ts'
import { healthApplication } from './health/application.ts'

/** Every application that this program serves. A new one is its folder plus its line here. */
export const applications: readonly Application[] = [core, healthApplication]
