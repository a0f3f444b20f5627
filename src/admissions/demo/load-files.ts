/** Files to load into the season, with what an establishment's files have: new people, a change, codes that nobody knows. */
export function demoLoadFiles(campaign: string): Readonly<Record<string, string>> {
  const people = Array.from({ length: 20 }, (_, at) => {
    const n = 90_001 + at
    return `;${campaign};TESTUN${n};Zoé;testun${n}@example.org;O;${(at % 27) + 1}/03/2007;F;100;100;NBGE\n`
  })
  return {
    'comptes-a-charger.csv': [
      'DOSSIER;CAMPAGNE;NOM;PRENOM;MAIL;VALIDE;NE_LE;SEXE;PAYS_NAISSANCE;NATIONALITE;BAC\n',
      ...people,
      `;${campaign};TESTUN90021;Noé;pas une adresse;O;12/03/2007;M;100;100;NBGE\n`,
      `;${campaign};TESTUN90022;Inès;testun90022@example.org;O;31/02/2007;F;100;100;NBGE\n`,
      `;${campaign};TESTUN90023;Tom;testun90023@example.org;O;12/03/2007;M;999;100;NBGE\n`,
      `;1999;TESTUN90024;Léa;testun90024@example.org;O;12/03/2007;F;100;100;NBGE\n`,
    ].join(''),
    'formations-a-charger.csv': [
      'CODE;LIBELLE;COMMISSION;LISTE_COMPLEMENTAIRE;COD_ETP;COD_VRS_VET;COD_CGE;CONFIRMATION_JOURS;DECISION_PROMU;PIECES\n',
      'F901;Licence d’essai;C1-1;O;ET901;101;CG1;7;ADMIS;CV,RELEVE\n',
      'F902;Master d’essai;C2-1;N;ET902;101;CG2;7;ADMIS;CV\n',
      'F903;Formation sans commission;C9-9;N;ET903;101;CG2;7;ADMIS;CV\n',
    ].join(''),
  }
}
