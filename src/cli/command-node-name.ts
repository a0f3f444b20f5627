import { hostname } from 'node:os'
import { commandSuffix } from '../batch/living-nodes.ts'

/** Commands that run something themselves are nodes too, for the length of it, but serve nobody else. */
export function commandNodeName(): string {
  return `${hostname()}${commandSuffix}`
}
