import { confirmBy, promotedDays, type SeasonModel, type SeasonPerson } from './season-model.ts'

/** The mail domain of candidates, and the name that each bears: none of them may be left at the end. */
export const candidateDomain = 'candidats.example.org'
export const candidateName = 'TESTUNSAISON'

const french = (day: string) => day.split('-').reverse().join('/')
const table = (header: string, lines: readonly string[]) => `${[header, ...lines].join('\n')}\n`

/** What an office is told of its offer, by kind of file. */
export function offerFiles({ formations }: SeasonModel): readonly (readonly [string, string])[] {
  return [
    [
      'campagnes',
      table('CODE;LIBELLE;DEBUT;FIN', [
        '2026;Admissions 2026;01/10/2025;30/09/2026',
        '2027;Admissions 2027;01/10/2026;30/09/2027',
        '2028;Admissions 2028;01/10/2027;30/09/2028',
      ]),
    ],
    ['centres', table('CODE;LIBELLE', ['C1;Centre d’essai'])],
    [
      'commissions',
      table('CODE;LIBELLE;CENTRE;MAILS_ALERTE;ALERTE_LISTE_PRINCIPALE', [
        'C1-1;Commission d’essai;C1;commission@example.org;O',
      ]),
    ],
    [
      'types-decision',
      table('CODE;LIBELLE;AVIS;DEVERSE_OPI;MAIL', [
        'ADMIS;Admis;FA;O;DECISION_FAVORABLE',
        'LISTE;Liste complémentaire;LC;N;',
        'REFUS;Refusé;DE;N;',
      ]),
    ],
    ['modeles-pj', table('CODE;LIBELLE;CODE_SIS', ['RELEVE;Relevé de notes;RN'])],
    ['formulaires', table('CODE;LIBELLE;ENQUETE', ['PROJET;Projet;990001'])],
    [
      'formations',
      table(
        'CODE;LIBELLE;COMMISSION;LISTE_COMPLEMENTAIRE;COD_ETP;COD_VRS_VET;COD_CGE;CONFIRMATION;CONFIRMATION_LC_JOURS;DECISION_PROMU;PIECES;FORMULAIRES',
        formations.map(
          ({ code, keepsList }) =>
            `${code};Licence ${code};C1-1;${keepsList ? 'O' : 'N'};E${code};101;CG1;${french(confirmBy)};${promotedDays};ADMIS;RELEVE;PROJET`,
        ),
      ),
    ],
  ]
}

export function accountsOf(people: readonly SeasonPerson[], campaign: string): string {
  return table(
    'DOSSIER;CAMPAGNE;NOM;PRENOM;MAIL;VALIDE;NE_LE;CIVILITE;SEXE;PAYS_NAISSANCE;DEPT_NAISSANCE;VILLE_NAISSANCE;NATIONALITE;ADRESSE_1;CODE_POSTAL;COMMUNE;PAYS;BAC;BAC_ANNEE',
    people.map(({ n, dossierNo, fate }) => {
      const validated = fate === 'abandoned' || fate === 'kept' ? 'N' : 'O'
      const data =
        fate === 'abandoned' || fate === 'idle'
          ? ';'.repeat(12)
          : `${String((n % 28) + 1).padStart(2, '0')}/03/2008;Mme;F;100;075;PARIS;100;${n} rue des Essais;75001;75056;100;S;2026`
      return `${dossierNo};${campaign};${candidateName}${n};Zoé;${candidateName.toLowerCase()}${n}@${candidateDomain};${validated};${data}`
    }),
  )
}

export function applicationsOf(people: readonly SeasonPerson[]): string {
  return table(
    'DOSSIER;FORMATION;TRAITEMENT;TRAITEMENT_VALIDE;STATUT_DOSSIER',
    people.flatMap(({ dossierNo, wishes }) =>
      wishes.map(
        ({ formation, decision }) => `${dossierNo};${formation.code};AC;O;${decision === null ? 'AT' : 'CO'}`,
      ),
    ),
  )
}

export function decisionsOf(people: readonly SeasonPerson[], validatedOn: string): string {
  return table(
    'REFERENCE;DOSSIER;FORMATION;TYPE;VALIDEE;VALIDEE_LE;RANG;COMMENTAIRE',
    people.flatMap(({ dossierNo, wishes, n }) =>
      wishes.flatMap(({ reference, formation, decision, rank }) =>
        decision === null
          ? []
          : [
              `DEC-${reference};${dossierNo};${formation.code};${decision};O;${french(validatedOn)};${rank ?? ''};Dossier de ${candidateName}${n}`,
            ],
      ),
    ),
  )
}

/** Of the first wish of these people; a file each. */
export function attachmentsOf(people: readonly SeasonPerson[]): string {
  return table(
    'DOSSIER;FORMATION;PIECE;STATUT;FICHIER',
    people.map(
      (person) =>
        `${person.dossierNo};${person.wishes[0]!.formation.code};RELEVE;VA;${attachmentName(person)}`,
    ),
  )
}

export function attachmentName({ n }: SeasonPerson): string {
  return `releve-${candidateName.toLowerCase()}${n}.pdf`
}
