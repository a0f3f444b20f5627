/**
 * Words of an address that may be shortened when its line is too long (NF Z 10-011), in the order in which they
 * are: first those that health.md 2.7 names, then others of the standard. Compared in capitals without accents,
 * only as whole words.
 */
export const abbreviations: ReadonlyMap<string, string> = new Map([
  ['BOULEVARD', 'BD'],
  ['AVENUE', 'AV'],
  ['RESIDENCE', 'RES'],
  ['BATIMENT', 'BAT'],
  ['APPARTEMENT', 'APP'],
  ['IMMEUBLE', 'IMM'],
  ['ESCALIER', 'ESC'],
  ['ETAGE', 'ETG'],
  ['LOTISSEMENT', 'LOT'],
  ['QUARTIER', 'QUA'],
  ['FAUBOURG', 'FG'],
  ['IMPASSE', 'IMP'],
  ['CHEMIN', 'CHE'],
  ['SQUARE', 'SQ'],
  ['ALLEE', 'ALL'],
  ['ROUTE', 'RTE'],
  ['PLACE', 'PL'],
  ['SAINTE', 'STE'],
  ['SAINT', 'ST'],
])
