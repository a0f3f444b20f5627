import { appointmentMotives } from './kinds/appointment-motives.ts'
import { appointments } from './kinds/appointments.ts'
import { consultations } from './kinds/consultations.ts'
import { followUps } from './kinds/follow-ups.ts'
import { vaccinations } from './kinds/vaccinations.ts'
import type { LoadColumn, LoadKind, LoadKindCode } from './load-kind.ts'

/** All that can be loaded, in the order in which a new service would do it. */
export const loadKinds: readonly LoadKind[] = [
  followUps,
  appointmentMotives,
  appointments,
  consultations,
  vaccinations,
]

export function loadKindOf(code: LoadKindCode): LoadKind {
  return loadKinds.find((kind) => kind.code === code)!
}

/** How files of this kind are known among the exchanges of the service. */
export function toolOf(code: LoadKindCode): string {
  return `charge.${code}`
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

const studentColumns: readonly LoadColumn[] = [
  {
    name: 'INE',
    mandatory: false,
    rule: {
      fr: 'INE de l’étudiant, avec ou sans clé ; sinon COD_ETU et ETB, ou IDENTIFIANT',
      en: 'INE of the student, with or without its key; else COD_ETU and ETB, or IDENTIFIANT',
    },
    example: '9990000011P',
  },
  {
    name: 'COD_ETU',
    mandatory: false,
    rule: { fr: 'Numéro d’étudiant, avec ETB', en: 'Student code, with ETB' },
    example: '',
  },
  {
    name: 'ETB',
    mandatory: false,
    rule: { fr: 'Code de l’établissement (UAI)', en: 'Code of the establishment (UAI)' },
    example: '',
  },
  {
    name: 'IDENTIFIANT',
    mandatory: false,
    rule: { fr: 'Identifiant de connexion de l’étudiant', en: 'Login of the student' },
    example: '',
  },
]

/** All columns of a file of this kind, in the order of its template. */
export function columnsOf(kind: LoadKind): readonly LoadColumn[] {
  return [reference, ...(kind.ofStudent ? studentColumns : []), ...kind.columns]
}

/** A file to start from: the header and one fictional line, UTF-8 with a mark so that spreadsheets read it so. */
export function templateOf(kind: LoadKind): string {
  const columns = columnsOf(kind)
  const cell = (text: string) => (/[;"\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const line = (texts: readonly string[]) => `${texts.map(cell).join(';')}\r\n`
  return `\ufeff${line(columns.map(({ name }) => name))}${line(columns.map(({ example }) => example))}`
}
