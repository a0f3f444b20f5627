/** A candidate as the pure part of pouring knows them; codes are those of the reference tables. */
export interface OpiCandidate {
  readonly candidateId: number
  readonly accountId: number
  readonly dossierNo: string
  readonly studentNo: string | null
  readonly mail: string
  readonly language: string
  readonly civility: string | null
  readonly sex: string | null
  readonly birthName: string
  readonly usualName: string | null
  readonly firstName: string
  readonly otherFirstName: string | null
  /** `AAAA-MM-JJ`. */
  readonly bornOn: string
  readonly birthCountry: string | null
  readonly birthDept: string | null
  /** Of Pégase. */
  readonly birthCommune: string | null
  readonly birthCity: string | null
  readonly nationality: string | null
  readonly ine: string | null
  readonly ineKey: string | null
  readonly phone: string | null
  readonly mobile: string | null
  readonly regime: string | null
  readonly status: string | null
  readonly addressLine1: string | null
  readonly addressLine2: string | null
  readonly addressLine3: string | null
  readonly postcode: string | null
  readonly commune: string | null
  readonly foreignCity: string | null
  readonly country: string | null
  readonly bac: OpiBac | null
  readonly attached: { readonly recordId: string; readonly opiCode: string } | null
  readonly apartIds: readonly string[]
  /** OPI codes that the target gave this candidate's record. */
  readonly knownCodes: readonly string[]
}

export interface OpiBac {
  readonly code: string
  readonly year: number | null
  readonly dept: string | null
  readonly establishment: string | null
  readonly establishmentKind: string | null
  readonly mention: string | null
  readonly specialities: readonly string[]
  readonly options: readonly string[]
}

/** One row of `admissions.opi` with its application and formation. */
export interface OpiRow {
  readonly applicationId: number
  readonly candidateId: number
  readonly state: 'to-pour' | 'to-withdraw' | 'poured' | 'withdrawn' | 'error'
  readonly wanted: 'pour' | 'withdraw'
  readonly version: number
  readonly attempts: number
  readonly aside: boolean
  readonly called: boolean
  /** The candidate said yes, and the application was not cancelled. */
  readonly confirmed: boolean
  readonly opiCode: string | null
  readonly formation: {
    readonly code: string
    readonly label: string
    readonly stage: string | null
    readonly stageVersion: string | null
    readonly cge: string | null
    readonly diploma: string | null
    readonly diplomaVersion: string | null
    /** Of Pégase: its wish. */
    readonly pegase: string | null
  }
  readonly exemption: string | null
  /** Decimal text. */
  readonly amount: string | null
  readonly regime: string | null
}

/** What the parameters say (admissions.md 3.0), and the day. */
export interface OpiOptions {
  readonly prefix: string
  readonly address: boolean
  readonly regimeStatus: boolean
  readonly noBacCode: string
  readonly currentYear: number
  /** Of the information system; null: it says none. */
  readonly openYear: string | null
}
