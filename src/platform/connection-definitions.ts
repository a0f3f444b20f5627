import { z } from 'zod'

/** Kind of student information system: A Apogée, P Pégase, D none (admissions.md 3.0). */
export const sisKinds = ['A', 'P', 'D'] as const
export type SisKind = (typeof sisKinds)[number]

const database = /^(postgres|postgresql|mysql|mariadb)$/
const text = z.string().min(1).nullable()

/** Keys whose values are folders: relative ones start at the program's own. */
export const connectionFolders = ['candidateFiles', 'opiFiles'] as const

/** How the systems around the admissions office are reached: part of the configuration (`configuration.ts`). */
export const connectionDefinitions = {
  sisKind: {
    variable: 'NOCTURNE_SIS_KIND',
    schema: z.enum(sisKinds, { error: 'A (Apogée), P (Pégase) or D (none)' }),
    default: 'D' as SisKind,
    secret: false,
    description: {
      fr: 'SI Scolarité des admissions : `A` Apogée, `P` Pégase, `D` aucun.',
      en: 'Student information system of admissions: `A` Apogée, `P` Pégase, `D` none.',
    },
  },
  siscolUrl: {
    variable: 'NOCTURNE_SISCOL_URL',
    schema: z
      .union([z.url({ protocol: database }), z.url({ protocol: /^file$/ })], {
        error: 'an address like postgres://, mariadb:// or file:///folder',
      })
      .nullable(),
    default: null,
    secret: true,
    description: {
      fr: 'Tables de référence du SI Scolarité : base PostgreSQL ou MariaDB/MySQL, ou dossier de fichiers CSV (docs/siscol.md).',
      en: 'Reference tables of the student information system: PostgreSQL or MariaDB/MySQL, or a folder of CSV files (docs/siscol.md).',
    },
  },
  opiUrl: {
    variable: 'NOCTURNE_OPI_URL',
    schema: z.url({ protocol: database, error: 'an address like postgres:// or mariadb://' }).nullable(),
    default: null,
    secret: true,
    description: {
      fr: 'Base qui reçoit les pré-inscriptions (OPI) : PostgreSQL ou MariaDB/MySQL (docs/opi.md).',
      en: 'Database that takes pre-registrations (OPI): PostgreSQL or MariaDB/MySQL (docs/opi.md).',
    },
  },
  opiFiles: {
    variable: 'NOCTURNE_OPI_FILES',
    schema: text,
    default: null,
    secret: false,
    description: {
      fr: 'Dossier des fichiers OPI du jour pour Pégase ; à défaut `opi` du dossier de données.',
      en: 'Folder of the day’s OPI files for Pégase; without it `opi` in the data folder.',
    },
  },
  pegaseUrl: {
    variable: 'NOCTURNE_PEGASE_URL',
    schema: z
      .url({ protocol: /^https?$/, error: 'an address like https://pegase.example.org/ref' })
      .nullable(),
    default: null,
    secret: false,
    description: {
      fr: 'Services de référence de Pégase, à la place de `NOCTURNE_SISCOL_URL` (docs/siscol.md).',
      en: 'Reference services of Pégase, instead of `NOCTURNE_SISCOL_URL` (docs/siscol.md).',
    },
  },
  pegaseOdfUrl: {
    variable: 'NOCTURNE_PEGASE_ODF_URL',
    schema: z.url({ protocol: /^https?$/ }).nullable(),
    default: null,
    secret: false,
    description: {
      fr: 'Offre de formation de Pégase (années universitaires) ; à défaut, les services de référence.',
      en: 'Pégase’s offer of courses (university years); without it the reference services.',
    },
  },
  pegaseAuthUrl: {
    variable: 'NOCTURNE_PEGASE_AUTH_URL',
    schema: z.url({ protocol: /^https?$/ }).nullable(),
    default: null,
    secret: false,
    description: { fr: 'Authentification de Pégase.', en: 'Authentication of Pégase.' },
  },
  pegaseUser: {
    variable: 'NOCTURNE_PEGASE_USER',
    schema: text,
    default: null,
    secret: false,
    description: { fr: 'Utilisateur de Pégase.', en: 'User there.' },
  },
  pegasePassword: {
    variable: 'NOCTURNE_PEGASE_PASSWORD',
    schema: text,
    default: null,
    secret: true,
    description: { fr: 'Son mot de passe.', en: 'Its password.' },
  },
  pegaseEstablishment: {
    variable: 'NOCTURNE_PEGASE_ESTABLISHMENT',
    schema: text,
    default: null,
    secret: false,
    description: { fr: 'Code de l’établissement dans Pégase.', en: 'Code of the establishment there.' },
  },
  limesurveyUrl: {
    variable: 'NOCTURNE_LIMESURVEY_URL',
    schema: z
      .url({ protocol: /^https?$/, error: 'an address ending in /index.php/admin/remotecontrol' })
      .nullable(),
    default: null,
    secret: false,
    description: {
      fr: 'RemoteControl 2 de LimeSurvey : `…/index.php/admin/remotecontrol` (docs/surveys.md).',
      en: 'RemoteControl 2 of LimeSurvey: `…/index.php/admin/remotecontrol` (docs/surveys.md).',
    },
  },
  limesurveyUser: {
    variable: 'NOCTURNE_LIMESURVEY_USER',
    schema: text,
    default: null,
    secret: false,
    description: { fr: 'Utilisateur de LimeSurvey.', en: 'User there.' },
  },
  limesurveyPassword: {
    variable: 'NOCTURNE_LIMESURVEY_PASSWORD',
    schema: text,
    default: null,
    secret: true,
    description: { fr: 'Son mot de passe.', en: 'Its password.' },
  },
  ldapUrl: {
    variable: 'NOCTURNE_LDAP_URL',
    schema: z.url({ protocol: /^ldaps?$/, error: 'an address like ldaps://ldap.example.org' }).nullable(),
    default: null,
    secret: false,
    description: {
      fr: 'Annuaire LDAP des gestionnaires (docs/directory.md).',
      en: 'LDAP directory of managers (docs/directory.md).',
    },
  },
  ldapBase: {
    variable: 'NOCTURNE_LDAP_BASE',
    schema: text,
    default: null,
    secret: false,
    description: {
      fr: 'Branche où chercher.',
      en: 'Where to search, such as `ou=people,dc=example,dc=org`.',
    },
  },
  ldapBindDn: {
    variable: 'NOCTURNE_LDAP_BIND_DN',
    schema: text,
    default: null,
    secret: false,
    description: { fr: 'Compte de lecture ; à défaut, anonyme.', en: 'Reading account; none: anonymous.' },
  },
  ldapPassword: {
    variable: 'NOCTURNE_LDAP_PASSWORD',
    schema: text,
    default: null,
    secret: true,
    description: { fr: 'Son mot de passe.', en: 'Its password.' },
  },
  candidateFiles: {
    variable: 'NOCTURNE_CANDIDATE_FILES',
    schema: text,
    default: null,
    secret: false,
    description: {
      fr: 'Racine des fichiers des candidats ; à défaut `candidate-files` du dossier de données.',
      en: 'Root of candidates’ files; without it `candidate-files` in the data folder.',
    },
  },
  demo: {
    variable: 'NOCTURNE_DEMO',
    schema: z.preprocess(
      (value) =>
        value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value,
      z.boolean('true or false'),
    ),
    default: false,
    secret: false,
    description: {
      fr: 'Installation de démonstration : BATCH_DEMO existe.',
      en: 'This installation is a demonstration: BATCH_DEMO exists.',
    },
  },
  demoAdministrators: {
    variable: 'NOCTURNE_DEMO_ADMINISTRATORS',
    schema: z.string(),
    default: '',
    secret: false,
    description: {
      fr: 'Identifiants des administrateurs que BATCH_DEMO remet en place, séparés par des virgules.',
      en: 'Logins of the administrators that BATCH_DEMO puts back, separated by commas.',
    },
  },
  productionDatabases: {
    variable: 'NOCTURNE_PRODUCTION_DATABASES',
    schema: z.string(),
    default: '',
    secret: false,
    description: {
      fr: 'Serveurs et noms de bases que BATCH_DEMO ne touche jamais, séparés par des virgules.',
      en: 'Hosts and names of databases that BATCH_DEMO never touches, separated by commas.',
    },
  },
} as const
