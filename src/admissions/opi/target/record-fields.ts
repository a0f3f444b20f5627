/**
 * What a pre-registration says of a candidate (admissions.md 5.2), where it stands in IND_OPI, and how long it may be there
 * (4.5). Lengths bind: a name is cut and told, a code is never cut.
 */
export const recordFields = {
  birthName: { column: 'LIB_NOM_PAT_IND_OPI', length: 30 },
  usualName: { column: 'LIB_NOM_USU_IND_OPI', length: 30 },
  firstName: { column: 'LIB_PR1_IND_OPI', length: 20 },
  otherFirstName: { column: 'LIB_PR2_IND_OPI', length: 20 },
  sex: { column: 'COD_SEX_ETU_OPI', length: 1 },
  studentNo: { column: 'COD_ETU_OPI', length: 8 },
  ine: { column: 'COD_NNE_IND_OPI', length: 10 },
  ineKey: { column: 'COD_CLE_NNE_IND_OPI', length: 1 },
  /** `AAAA-MM-JJ`. */
  bornOn: { column: 'DATE_NAI_IND_OPI', length: 10 },
  /** `N`: the date is not doubtful. */
  birthDateUncertain: { column: 'TEM_DATE_NAI_REL', length: 1 },
  nationality: { column: 'COD_PAY_NAT', length: 3 },
  birthCity: { column: 'LIB_VIL_NAI_ETU_OPI', length: 30 },
  /** D: the place is a department, P: a country. */
  birthPlaceType: { column: 'COD_TYP_DEP_PAY_NAI', length: 1 },
  birthPlace: { column: 'COD_DEP_PAY_NAI', length: 3 },
  mail: { column: 'ADR_MAIL_OPI', length: 200 },
  phone: { column: 'NUM_TEL_OPI', length: 15 },
  mobile: { column: 'NUM_TEL_POR_OPI', length: 15 },
  regime: { column: 'COD_RGI', length: 1 },
  status: { column: 'COD_STU', length: 2 },
  bac: { column: 'COD_BAC', length: 4 },
  bacYear: { column: 'DAA_OBT_BAC_OPI', length: 4 },
  bacDept: { column: 'COD_DEP_BAC', length: 3 },
  bacEstablishment: { column: 'COD_ETB_BAC', length: 8 },
  bacEstablishmentType: { column: 'COD_TPE_BAC', length: 2 },
  bacMention: { column: 'COD_MNB_BAC', length: 2 },
  bacSpeciality1: { column: 'COD_SPE_BAC_1', length: 6 },
  bacSpeciality2: { column: 'COD_SPE_BAC_2', length: 6 },
  bacSpeciality3: { column: 'COD_SPE_BAC_3', length: 6 },
  bacOption1: { column: 'COD_OPT_BAC_1', length: 6 },
  bacOption2: { column: 'COD_OPT_BAC_2', length: 6 },
  bacOption3: { column: 'COD_OPT_BAC_3', length: 6 },
  bacOption4: { column: 'COD_OPT_BAC_4', length: 6 },
  addressLine1: { column: 'LIB_AD1', length: 32 },
  addressLine2: { column: 'LIB_AD2', length: 32 },
  addressLine3: { column: 'LIB_AD3', length: 32 },
  postcode: { column: 'COD_BDI', length: 5 },
  commune: { column: 'COD_COM', length: 5 },
  foreignCity: { column: 'LIB_ADE', length: 32 },
  country: { column: 'COD_PAY', length: 3 },
} as const satisfies Record<string, { readonly column: string; readonly length: number }>

export type RecordField = keyof typeof recordFields
/** Every member null where nothing is known, or nothing is to be said. */
export type OpiPerson = Readonly<Record<RecordField, string | null>>

/** What a wish says, in VOEUX_INS. The first three, with the record, are its key. */
export const wishFields = {
  cge: { column: 'COD_CGE', length: 3 },
  stage: { column: 'COD_ETP', length: 6 },
  stageVersion: { column: 'COD_VRS_VET', length: 3 },
  rank: { column: 'NUM_CLS', length: 1 },
  diploma: { column: 'COD_DIP', length: 7 },
  diplomaVersion: { column: 'COD_VRS_VDI', length: 3 },
  decision: { column: 'COD_DEC', length: 1 },
  file: { column: 'COD_DOS', length: 1 },
  validation: { column: 'TEM_VAL', length: 1 },
  exemption: { column: 'COD_EXO_EXT', length: 4 },
  comment: { column: 'LIB_CMT', length: 15 },
  regime: { column: 'COD_RGI', length: 1 },
} as const satisfies Record<string, { readonly column: string; readonly length: number }>

export type WishField = keyof typeof wishFields
export type OpiWish = Readonly<Record<WishField, string | null>> & {
  readonly cge: string
  readonly stage: string
  readonly stageVersion: string
}

/** What tells two wishes of a record apart; `101` and `0101` are one version. */
export function wishKey({
  cge,
  stage,
  stageVersion,
}: Pick<OpiWish, 'cge' | 'stage' | 'stageVersion'>): string {
  return `${cge.trim()}/${stage.trim()}/${Number(stageVersion)}`
}
