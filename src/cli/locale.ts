import type { Locale } from '../platform/text.ts'

/**
 * The language to speak: `--lang` if given, else what the system's locale says. French where it says nothing
 * (`C`, `POSIX`, unset), since it is the language of the batches; English for any other language than French.
 */
export function chooseLocale(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Locale {
  const wanted = languageOption(argv)
  if (wanted === 'fr' || wanted === 'en') return wanted
  const system = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || ''
  const language = system.split(/[._@]/)[0]!.toLowerCase()
  if (['', 'c', 'posix', 'fr'].includes(language)) return 'fr'
  return 'en'
}

/** Looked up before the arguments are parsed, because the texts of the parser depend on it. */
function languageOption(argv: readonly string[]): string | undefined {
  const index = argv.findIndex((argument) => argument === '--lang' || argument.startsWith('--lang='))
  if (index === -1) return undefined
  return argv[index]!.includes('=') ? argv[index]!.slice('--lang='.length) : argv[index + 1]
}
