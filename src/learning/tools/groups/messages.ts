import type { LineMessage } from '../../../exchange/command-file/verdict.ts'

export const unknownType = (type: string): LineMessage => ({
  severity: 'error',
  code: 'UNKNOWN_TYPE',
  column: 'type',
  text: {
    fr: `Type inconnu : « ${type} ». Écrire group ou grouping`,
    en: `Unknown type: "${type}". Write group or grouping`,
  },
})

export const emptyName = (): LineMessage => ({
  severity: 'error',
  code: 'EMPTY_NAME',
  column: 'name',
  text: { fr: 'Le nom est vide', en: 'The name is empty' },
})

export const tooLong = (column: string, limit: number): LineMessage => ({
  severity: 'error',
  code: 'TOO_LONG',
  column,
  text: {
    fr: `Valeur trop longue : ${limit} caractères au plus`,
    en: `Value too long: ${limit} characters at most`,
  },
})

export const wrongFlag = (column: string, value: string): LineMessage => ({
  severity: 'error',
  code: 'WRONG_VALUE',
  column,
  text: { fr: `« ${value} » : écrire 0 ou 1`, en: `"${value}": write 0 or 1` },
})

export const otherCourse = (value: string): LineMessage => ({
  severity: 'error',
  code: 'OTHER_COURSE',
  column: 'updateid',
  text: {
    fr: `Le groupe ${value} est d'un autre cours`,
    en: `Group ${value} belongs to another course`,
  },
})

export const nameTaken = (name: string, type: 'group' | 'grouping'): LineMessage => ({
  severity: 'error',
  code: 'NAME_TAKEN',
  column: 'name',
  text: {
    fr: `Un autre ${type === 'group' ? 'groupe' : 'groupement'} du cours s'appelle déjà « ${name} »`,
    en: `Another ${type} of the course is called "${name}" already`,
  },
})

export const idnumberTaken = (idnumber: string, type: 'group' | 'grouping'): LineMessage => ({
  severity: 'error',
  code: 'IDNUMBER_TAKEN',
  column: 'idnumber',
  text: {
    fr: `Un autre ${type === 'group' ? 'groupe' : 'groupement'} du cours a déjà le numéro « ${idnumber} »`,
    en: `Another ${type} of the course has the number "${idnumber}" already`,
  },
})

export const unknownGrouping = (idnumber: string): LineMessage => ({
  severity: 'warning',
  code: 'UNKNOWN_GROUPING',
  column: 'grouping',
  text: {
    fr: `Le cours n'a pas de groupement de numéro « ${idnumber} » : le groupe n'y est pas mis`,
    en: `The course has no grouping numbered "${idnumber}": the group is not put in it`,
  },
})
