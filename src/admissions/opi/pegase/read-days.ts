import type { Queryable } from '../../../platform/database.ts'
import type { DayKind } from './day-columns.ts'

export interface DayFile {
  readonly id: number
  readonly kind: DayKind
  /** 0, then 1, 2… after a download. */
  readonly suffix: number
  readonly name: string
  /** Without the header. */
  readonly rows: number
  readonly bytes: number
  readonly writtenAt: string
  readonly downloadedAt: string | null
}

export interface OpiDay {
  /** `AAAA-MM-JJ`. */
  readonly day: string
  /** Newest set first. */
  readonly files: readonly DayFile[]
}

type Row = Omit<DayFile, 'writtenAt' | 'downloadedAt'> & {
  day: string
  written: Date
  downloaded: Date | null
}

/** Days that have files, newest first; `before`: an earlier page's last day. */
export async function readDays(
  db: Queryable,
  { before, size }: { readonly before: string | null; readonly size: number },
): Promise<{ items: OpiDay[]; next: string | null }> {
  const { rows } = await db.query<Row>(
    `select id, day::text as day, kind, suffix, path as name, n_rows as rows, bytes, written_at as written,
            downloaded_at as downloaded
     from admissions.opi_file
     where day in (select distinct day from admissions.opi_file where $1::date is null or day < $1
                   order by day desc limit $2)
     order by opi_file.day desc, suffix desc, id`,
    [before, size + 1],
  )
  const days = [...Map.groupBy(rows, ({ day }) => day)].map(
    ([day, files]): OpiDay => ({
      day,
      files: files.map(({ day: _, written, downloaded, ...file }) => ({
        ...file,
        writtenAt: written.toISOString(),
        downloadedAt: downloaded?.toISOString() ?? null,
      })),
    }),
  )
  return { items: days.slice(0, size), next: days.length > size ? days[size - 1]!.day : null }
}
