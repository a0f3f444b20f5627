import type { Command } from 'commander'
import { healthLoads } from '../health/loads/health-loads.ts'
import type { Cli } from './cli.ts'
import { addLoadCommand } from './load.ts'

/** `health-load KIND FILE`: what feeds the health service. */
export function addHealthLoadCommands(root: Command, cli: Cli): void {
  addLoadCommand(root, cli, { name: 'health-load', office: healthLoads, description })
}

const description = {
  fr: 'charge un fichier CSV du service de santé (relances, rendez-vous…)',
  en: 'load a CSV file of the health service (follow-ups, appointments…)',
}
