import { join } from 'node:path'
import type { Configuration } from './configuration.ts'
import type { SisKind } from './connection-definitions.ts'

/** The systems around this installation and how to reach them; null: not configured. Secrets included: never logged. */
export interface Connections {
  /** The student information system: A Apogée, P Pégase, D none. */
  readonly sisKind: SisKind
  /** Where reference tables come from: `postgres://`, `mariadb://`, `mysql://`, or `file:///` of a folder of CSV files. */
  readonly siscolUrl: string | null
  /** The database whose tables take pre-registrations: `postgres://`, `mariadb://` or `mysql://`. */
  readonly opiUrl: string | null
  readonly pegase: PegaseConnection | null
  readonly surveys: SurveyConnection | null
  readonly directory: DirectoryConnection | null
  /** Absolute root of candidates' files: `<campaign code>/…` below it. */
  readonly candidateFiles: string
  /** Absolute folder of the day's files for Pégase. */
  readonly opiFiles: string
  /** This installation is a demonstration: BATCH_DEMO exists. */
  readonly demo: boolean
  /** Logins whom BATCH_DEMO makes administrators. */
  readonly demoAdministrators: readonly string[]
  /** Hosts and database names that BATCH_DEMO never touches. */
  readonly productionDatabases: readonly string[]
}

export interface PegaseConnection {
  /** Of the reference services, without a trailing slash. */
  readonly url: string
  /** Of the offer of courses, without a trailing slash. */
  readonly odfUrl: string
  readonly authUrl: string
  readonly user: string
  readonly password: string
  /** The establishment's code there. */
  readonly establishment: string
}

/** LimeSurvey's RemoteControl 2. */
export interface SurveyConnection {
  readonly url: string
  readonly user: string
  readonly password: string
}

export interface DirectoryConnection {
  /** `ldap://` or `ldaps://`. */
  readonly url: string
  readonly base: string
  /** Null: anonymous. */
  readonly bindDn: string | null
  readonly password: string | null
}

/** The systems around this one, as batches are handed them. */
export function connectionsOf(configuration: Configuration): Connections {
  const { dataDirectory, ...rest } = configuration
  return {
    sisKind: rest.sisKind,
    siscolUrl: rest.siscolUrl,
    opiUrl: rest.opiUrl,
    pegase:
      rest.pegaseUrl === null
        ? null
        : {
            url: rest.pegaseUrl,
            odfUrl: rest.pegaseOdfUrl ?? rest.pegaseUrl,
            authUrl: rest.pegaseAuthUrl ?? rest.pegaseUrl,
            user: rest.pegaseUser ?? '',
            password: rest.pegasePassword ?? '',
            establishment: rest.pegaseEstablishment ?? '',
          },
    surveys:
      rest.limesurveyUrl === null || rest.limesurveyUser === null || rest.limesurveyPassword === null
        ? null
        : { url: rest.limesurveyUrl, user: rest.limesurveyUser, password: rest.limesurveyPassword },
    directory:
      rest.ldapUrl === null || rest.ldapBase === null
        ? null
        : {
            url: rest.ldapUrl,
            base: rest.ldapBase,
            bindDn: rest.ldapBindDn,
            password: rest.ldapPassword,
          },
    candidateFiles: rest.candidateFiles ?? join(dataDirectory, 'candidate-files'),
    opiFiles: rest.opiFiles ?? join(dataDirectory, 'opi'),
    demo: rest.demo,
    demoAdministrators: rest.demoAdministrators.split(',').filter(Boolean),
    productionDatabases: rest.productionDatabases.split(',').filter(Boolean),
  }
}
