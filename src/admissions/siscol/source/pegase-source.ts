import type { Clock } from '../../../platform/clock.ts'
import type { PegaseConnection } from '../../../platform/connections.ts'
import { type HttpLimits, pegaseHttp } from './pegase-http.ts'
import { type PegaseEntry, pegaseLists } from './pegase-rows.ts'
import { pegaseToken } from './pegase-token.ts'
import { type SiscolSource, SourceFailure, type SourceRow } from './siscol-source.ts'

const pageSize = 1000
/** What the reference reports of every Pégase (admissions.md 3.10). */
const pegaseVersion = '1.0.0'

/** Pégase's reference services (admissions.md 5.3), a page of a thousand at a time. */
export function pegaseSource(
  pegase: PegaseConnection,
  clock: Clock,
  limits: HttpLimits = { connectTimeoutMs: 5_000, readTimeoutMs: 60_000 },
): SiscolSource {
  const http = pegaseHttp(limits)
  const token = pegaseToken(pegase, http.call, clock)

  /** A token that is refused is renewed once. */
  async function get(url: string): Promise<PegaseEntry> {
    const path = new URL(url).pathname
    const ask = (bearer: string) =>
      http.call({ method: 'GET', url, headers: { authorization: `Bearer ${bearer}` } })
    let answer = await ask(await token.current())
    if (answer.status === 401) answer = await ask(await token.renewed())
    const { status, text } = answer
    if (status === 401 || status === 403)
      throw new SourceFailure('refused', `Pégase : ${path} refusé (HTTP ${status})`)
    if (status !== 200) throw new SourceFailure('rejected', `Pégase : ${path} a répondu HTTP ${status}`)
    try {
      const body: unknown = JSON.parse(text)
      if (body !== null && typeof body === 'object') return body as PegaseEntry
    } catch {
      // Told below: what was cut short is no JSON either.
    }
    throw new SourceFailure('unreadable', `Pégase : la réponse de ${path} n’est pas lisible`)
  }

  /** Every entry, and a failure at the end if they were not all there or changed on the way. */
  async function* pages(
    name: string,
    path: (page: number) => string,
    read: { readonly items: string; readonly pages: string; readonly total: string },
  ): AsyncGenerator<PegaseEntry> {
    let received = 0
    let total: number | null = null
    for (let page = 0, count = 1; page < count; page++) {
      const body = await get(path(page))
      const items = body[read.items]
      const pagesNow = body[read.pages]
      const totalNow = body[read.total] ?? null
      if (
        !Array.isArray(items) ||
        typeof pagesNow !== 'number' ||
        (totalNow !== null && typeof totalNow !== 'number')
      )
        throw new SourceFailure('unreadable', `Pégase : ${name}, page ${page} : forme inattendue`)
      if (page === 0) total = totalNow
      else if (totalNow !== total || pagesNow !== count)
        throw new SourceFailure('incomplete', `Pégase : ${name} a changé pendant la lecture (page ${page})`)
      count = pagesNow
      // Whatever it says of their number: pages without anything would be asked for without end.
      if (items.length === 0 && page + 1 < count)
        throw new SourceFailure('incomplete', `Pégase : ${name}, la page ${page} sur ${count} est vide`)
      received += items.length
      yield* items as PegaseEntry[]
    }
    if (total !== null && received !== total)
      throw new SourceFailure('incomplete', `Pégase : ${name}, ${received} lignes reçues sur ${total}`)
  }

  const nomenclature = (name: string) =>
    pages(name, (page) => `${pegase.url}/nomenclatures/${name}/numPage/${page}/nbOccurences/${pageSize}`, {
      items: 'nomenclatures',
      pages: 'nbTotalPages',
      total: 'nbTotalOccurences',
    })

  async function* years(): AsyncGenerator<SourceRow> {
    const establishment = encodeURIComponent(pegase.establishment)
    const path = (page: number) =>
      `${pegase.odfUrl}/etablissement/${establishment}/espaces?type=PERIODE&page=${page}&taille=${pageSize}`
    const read = { items: 'items', pages: 'totalPages', total: 'totalElements' }
    for await (const { code, libelle, libelleLong, libelleCourt, libelleAffichage } of pages(
      'périodes',
      path,
      read,
    ))
      yield {
        code,
        label: libelleAffichage ?? libelleLong ?? libelle ?? libelleCourt ?? code,
        short_label: libelleCourt,
      }
  }

  return {
    async read(table) {
      if (table.code === 'year') return years()
      const list = pegaseLists[table.code]
      return list === undefined ? null : list.rows(nomenclature(list.nomenclature))
    },
    async version() {
      // The version is a constant: that it is told at all says that we are let in.
      await token.current()
      return pegaseVersion
    },
    async close() {
      http.close()
    },
  }
}
