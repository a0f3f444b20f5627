import type { Command } from 'commander'
import { admissionsLoads } from '../admissions/loads/admissions-loads.ts'
import type { Cli } from './cli.ts'
import { addLoadCommand } from './load.ts'

/** `admissions …`: the admissions office from the command line. */
export function addAdmissionsCommands(root: Command, cli: Cli): void {
  const group = root.command('admissions').description(cli.say(texts.group))
  addLoadCommand(group, cli, { name: 'load', office: admissionsLoads, description: texts.load })
}

const texts = {
  group: { fr: 'candidatures : chargement de fichiers', en: 'admissions: loading files' },
  load: {
    fr: 'charge un fichier CSV des candidatures (comptes, formations, décisions…)',
    en: 'load a CSV file of admissions (accounts, formations, decisions…)',
  },
}
