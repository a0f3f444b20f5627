/**
 * Countries as the registry writes them: the three digits of the INSEE code of the country (« code officiel
 * géographique », pays et territoires étrangers, edition of 1 January 2025), with or without the leading `99`.
 */
export const franceCode = '100'

/**
 * The other members of the European Union: since 1 February 2020 (departure of the United Kingdom), 26 besides France.
 */
export const europeanUnionCodes: readonly string[] = [
  '101', // Danemark
  '104', // Suède
  '105', // Finlande
  '106', // Estonie
  '107', // Lettonie
  '108', // Lituanie
  '109', // Allemagne
  '110', // Autriche
  '111', // Bulgarie
  '112', // Hongrie
  '114', // Roumanie
  '116', // Tchéquie
  '117', // Slovaquie
  '119', // Croatie
  '122', // Pologne
  '126', // Grèce
  '127', // Italie
  '131', // Belgique
  '134', // Espagne
  '135', // Pays-Bas
  '136', // Irlande
  '137', // Luxembourg
  '139', // Portugal
  '144', // Malte
  '145', // Slovénie
  '254', // Chypre
]
