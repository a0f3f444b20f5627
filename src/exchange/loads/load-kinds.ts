import type { LoadColumn, LoadKind, LoadOffice } from './load-kind.ts'

export function loadKindOf(office: LoadOffice, code: string): LoadKind {
  const found = office.kinds.find((kind) => kind.code === code)
  if (found === undefined) throw new Error(`no kind of load is called ${code}`)
  return found
}

const toolPrefix = 'charge.'

/** How files of this kind are known among the exchanges of their application. */
export function toolOf(code: string): string {
  return `${toolPrefix}${code}`
}

/** How all files are that an application is fed by. */
export function toolsOf(office: LoadOffice): string[] {
  return office.kinds.map(({ code }) => toolOf(code))
}

/** SQL: the kind of load that the exchange in `column` is of. */
export function kindOfTool(column: string): string {
  return `substr(${column}, ${toolPrefix.length + 1})`
}

const reference: LoadColumn = {
  name: 'REFERENCE',
  mandatory: true,
  rule: {
    fr: 'Ce qui désigne l’enregistrement dans le logiciel d’origine : la même référence renvoyée le met à jour',
    en: 'What the record is called where it comes from: the same reference sent again updates it',
  },
  example: 'REF-0001',
}

/** All columns of a file of this kind, in the order of its template. */
export function columnsOf(kind: LoadKind): readonly LoadColumn[] {
  return 'feed' in kind ? kind.columns : [reference, ...(kind.subject?.columns ?? []), ...kind.columns]
}

/** A file to start from: the header and one fictional line, UTF-8 with a mark so that spreadsheets read it so. */
export function templateOf(kind: LoadKind): string {
  const columns = columnsOf(kind)
  const cell = (text: string) => (/[;"\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const line = (texts: readonly string[]) => `${texts.map(cell).join(';')}\r\n`
  return `\ufeff${line(columns.map(({ name }) => name))}${line(columns.map(({ example }) => example))}`
}

/** For the reader of headers. */
export function columnNames(kind: LoadKind): { readonly mandatory: string[]; readonly optional: string[] } {
  const names = (mandatory: boolean) =>
    columnsOf(kind)
      .filter((column) => column.mandatory === mandatory)
      .map(({ name }) => name)
  return { mandatory: names(true), optional: names(false) }
}
