import { isUtf8 } from 'node:buffer'
import { quotedCsv } from '../../exchange/quoted-csv.ts'
import type { Text } from '../../platform/text.ts'
import { windowsText } from '../student-import/line/latin1.ts'

/** One item as a file gives it; `parent` empty: of the upper level. */
export interface FileItem {
  readonly line: number
  readonly code: string
  readonly label: string
  readonly parent: string
}

export interface ItemFile {
  readonly encoding: 'UTF-8' | 'Windows-1252'
  /** Why the file is none of items; nothing of it counts then. */
  readonly refusal: Text | null
  readonly items: readonly FileItem[]
  readonly faults: readonly { readonly line: number; readonly message: Text }[]
}

const knownHeader = /^code;(label|libell[ée])(;parent)?$/
const longestCode = 50
const longestLabel = 200

/**
 * Reads a file of items: CSV with the header `code;libellé;parent` (or `code;label;parent`), `parent` optional. It is UTF-8, or what French
 * spreadsheets write where it is not; which of them is told.
 */
export function readItemFile(bytes: Buffer): ItemFile {
  const utf8 = isUtf8(bytes)
  const encoding = utf8 ? 'UTF-8' : 'Windows-1252'
  const text = utf8 ? new TextDecoder('utf-8').decode(bytes) : windowsText(bytes, 0, bytes.length)
  const refused = (refusal: Text): ItemFile => ({ encoding, refusal, items: [], faults: [] })
  if (bytes.includes(0))
    return refused({ fr: "Ce fichier n'est pas un fichier CSV", en: 'This file is no CSV file' })

  const items: FileItem[] = []
  const faults: { line: number; message: Text }[] = []
  let columns = 0
  for (const { line, fields, unfinished } of quotedCsv(text, ';')) {
    const values = fields.map((value) => value.trim())
    if (columns === 0) {
      const header = values.join(';').toLowerCase()
      if (!knownHeader.test(header)) return refused(wrongHeader)
      columns = values.length
      continue
    }
    if (values.every((value) => value === '')) continue
    const fault = unfinished ? unfinishedQuote : faultOf(values, columns)
    if (fault !== null) faults.push({ line, message: fault })
    else items.push({ line, code: values[0]!, label: values[1]!, parent: values[2] ?? '' })
  }
  return columns === 0 ? refused(wrongHeader) : { encoding, refusal: null, items, faults }
}

function faultOf(values: readonly string[], columns: number): Text | null {
  const [code = '', label = '', parent = ''] = values
  if (values.length !== columns)
    return {
      fr: `${values.length} valeurs au lieu de ${columns}`,
      en: `${values.length} values instead of ${columns}`,
    }
  if (code === '') return { fr: 'code absent', en: 'code missing' }
  if (label === '') return { fr: 'libellé absent', en: 'label missing' }
  if (code.length > longestCode || parent.length > longestCode)
    return {
      fr: `code de plus de ${longestCode} caractères`,
      en: `code of more than ${longestCode} characters`,
    }
  if (label.length > longestLabel)
    return {
      fr: `libellé de plus de ${longestLabel} caractères`,
      en: `label of more than ${longestLabel} characters`,
    }
  if (values.some((value) => /\p{Cc}/u.test(value)))
    return { fr: 'caractère non lisible', en: 'unreadable character' }
  return null
}

const wrongHeader: Text = {
  fr: 'La première ligne doit être « code;libellé » ou « code;libellé;parent », avec des points-virgules',
  en: 'The first line must be "code;label;parent" (or "code;label"), with semicolons',
}

const unfinishedQuote: Text = {
  fr: "des guillemets s'ouvrent et ne se ferment pas",
  en: 'a quote opens and never closes',
}
