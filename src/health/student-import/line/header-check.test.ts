import { expect, test } from 'vitest'
import { columnCount, columnNames, expectedHeader, mandatoryColumns } from './columns.ts'
import { checkHeader, headerFields } from './header-check.ts'
import type { FormatVersion } from './import-model.ts'

const header =
  'COD_ANU;COD_NNE;COD_NNI;COD_ETU;NOM;NOMUSAGE;PRENOM1;PRENOM2;PRENOM3;SEXE;DATENAI;CODE_NATIO;SITUAFAM;CODEBRS;CODEFINANC;TEM_AFFL_SSO;CENTREPAYEUR;CODEMUT;ADR1;ADR2;ADR3;COD_BDI;COMMUNE;PAYS;TELEPH;MAIL;PCS;ADR1FIX;ADR2FIX;ADR3FIX;BDIFIX;COMMUNEFIX;PAYSFIX;TELEPHFIX;ETB;CMP;CURSUS;ANNEE;DIPLOME;ETABLISSEMENT;BAC;DATEBAC;ETB_BAC;DAA_ETB;DAA_ENS_SUP;IDENTIFIANT'

const messages = (line: string, version: FormatVersion = '1.2.1') =>
  checkHeader(headerFields(line), version).map((issue) => issue.message)

test('the header of 3.2 is right, and its mandatory columns are eight', () => {
  expect(columnNames.join(';')).toBe(header)
  expect(messages(header)).toEqual([])
  expect(mandatoryColumns).toHaveLength(8)
})

test('43 + 2 + 1 = 46: each format wants its own columns', () => {
  expect(['base', '1.2.0', '1.2.1'].map((version) => columnCount(version as FormatVersion))).toEqual([
    43, 45, 46,
  ])
  expect(messages(expectedHeader('base').join(';'), 'base')).toEqual([])
  expect(messages(header, '1.2.0')).toEqual([
    "Erreur de cohérence dans le fichier d'import ... Le fichier d'import doit contenir 45 colonnes",
  ])
  expect(messages(header, 'base')).toEqual([
    "Erreur de cohérence dans le fichier d'import ... Le fichier d'import doit contenir 43 colonnes",
  ])
})

test('case 22: 45, 43, 47 columns, commas, an empty file: the number of columns, alone', () => {
  const wrongNumber = [
    "Erreur de cohérence dans le fichier d'import ... Le fichier d'import doit contenir 46 colonnes",
  ]
  const names = header.split(';')
  expect(messages(names.slice(0, 45).join(';'))).toEqual(wrongNumber)
  expect(messages(names.slice(0, 43).join(';'))).toEqual(wrongNumber)
  expect(messages(`${header};`)).toEqual(wrongNumber)
  expect(messages(header.replaceAll(';', ','))).toEqual(wrongNumber)
  expect(messages('')).toEqual(wrongNumber)
  expect(checkHeader([], '1.2.1')).toHaveLength(1)
})

test('case 22: lower case, a trailing space, NOMUSA GE: one message for each wrong name', () => {
  expect(messages(header.replace(';NOM;', ';NOM ;'))).toEqual([
    "Erreur de cohérence dans le fichier d'import ... Colonne 5 doit être égale à NOM",
  ])
  expect(messages(header.replace('NOMUSAGE', 'NOMUSA GE'))).toEqual([
    "Erreur de cohérence dans le fichier d'import ... Colonne 6 doit être égale à NOMUSAGE",
  ])
  expect(messages(header.toLowerCase())).toHaveLength(46)
})

test('columns 5 and 6 exchanged give two messages', () => {
  expect(messages(header.replace(';NOM;NOMUSAGE;', ';NOMUSAGE;NOM;'))).toEqual([
    "Erreur de cohérence dans le fichier d'import ... Colonne 5 doit être égale à NOM",
    "Erreur de cohérence dans le fichier d'import ... Colonne 6 doit être égale à NOMUSAGE",
  ])
})
