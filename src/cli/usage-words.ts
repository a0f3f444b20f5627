import type { CommanderError } from 'commander'
import type { Locale } from '../platform/text.ts'

const titles: Readonly<Record<string, string>> = {
  'Usage:': 'Utilisation :',
  'Arguments:': 'Arguments :',
  'Options:': 'Options :',
  'Global Options:': 'Options communes :',
  'Commands:': 'Commandes :',
}

/** The headings of commander's help, which it knows in English only. */
export function helpTitle(title: string, locale: Locale): string {
  return locale === 'fr' ? (titles[title] ?? title) : title
}

const frenchErrors: Readonly<Record<string, (name: string) => string>> = {
  'commander.unknownOption': (name) => `option inconnue : ${name}`,
  'commander.unknownCommand': (name) => `commande inconnue : ${name}`,
  'commander.missingArgument': (name) => `argument manquant : ${name}`,
  'commander.optionMissingArgument': (name) => `valeur manquante pour l'option ${name}`,
  'commander.missingMandatoryOptionValue': (name) => `option obligatoire : ${name}`,
  'commander.conflictingOption': (name) => `option incompatible avec une autre : ${name}`,
  'commander.invalidArgument': (name) => `valeur incorrecte : ${name}`,
}

/** What is wrong with the arguments, and where to read more. */
export function usageError(error: CommanderError, locale: Locale): string {
  const english = error.message.replace(/^error: /, '')
  if (locale === 'en') return `Error: ${english}\nSee: nocturne --help`
  if (error.code === 'commander.excessArguments') return "Erreur : trop d'arguments\nVoir : nocturne --help"
  const name = /'([^']*)'/.exec(english)?.[1] ?? ''
  const hint = /\(Did you mean ([^?]*)\?\)/.exec(english)?.[1]
  const french = frenchErrors[error.code]?.(name) ?? english
  return `Erreur : ${french}${hint === undefined ? '' : ` (vouliez-vous dire ${hint} ?)`}\nVoir : nocturne --help`
}
