import type { SourceVaccine, VaccineSource } from './vaccine-source.ts'
import { SourceFailure } from './vaccine-source.ts'

export interface GatheredList {
  readonly vaccines: readonly SourceVaccine[]
  readonly complete: boolean
}

const mostVaccines = 100_000
/** Empty pages that always promise another one end nowhere either. */
const mostPages = 10_000

/**
 * The whole list of a source, page by page, checked as a whole: none, or one identifier twice, is no list that could be
 * trusted (health.md 6.1-20). Throws `SourceFailure`; nothing has been written then.
 */
export async function gatherList(
  source: VaccineSource,
  signal: AbortSignal,
  progress: (received: number) => void = () => {},
): Promise<GatheredList> {
  const vaccines: SourceVaccine[] = []
  const met = new Set<string>()
  const cursors = new Set<string>()
  let complete = true
  let cursor: string | null = null
  do {
    signal.throwIfAborted()
    const page = await source.list(cursor, signal)
    for (const vaccine of page.vaccines) {
      if (met.has(vaccine.externalId))
        throw new SourceFailure(
          `la liste donne deux fois le vaccin ${vaccine.externalId} ; rien n'a été modifié : signalez-le à la source`,
        )
      met.add(vaccine.externalId)
      vaccines.push(vaccine)
    }
    complete &&= page.complete
    cursor = page.next
    if (
      cursor !== null &&
      (cursors.has(cursor) || vaccines.length > mostVaccines || cursors.size >= mostPages)
    )
      throw new SourceFailure(
        "la liste ne finit pas : la source redonne les mêmes pages ; rien n'a été modifié",
      )
    if (cursor !== null) cursors.add(cursor)
    progress(vaccines.length)
  } while (cursor !== null)
  if (vaccines.length === 0)
    throw new SourceFailure("la liste est vide ; rien n'a été modifié : vérifiez la source")
  return { vaccines, complete }
}
