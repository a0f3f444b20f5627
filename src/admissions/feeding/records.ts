/**
 * What feeding systems say, by the names of the JSON. In every record a member that is absent (undefined) stays as it is, or has
 * its default where the record is new; null empties. Dates are `AAAA-MM-JJ`, instants ISO 8601. Lengths and forms are checked
 * before (the API's schemas, the columns of a file); whether codes exist is for the feeders to say.
 */

type Given<T> = T | undefined

export interface CentreRecord {
  readonly code: string
  readonly label: string
  readonly bccMails?: Given<readonly string[]>
  readonly inService?: Given<boolean>
}

export interface CommissionRecord {
  readonly code: string
  /** Code of a centre. */
  readonly centre: string
  readonly label: string
  readonly alertMails?: Given<readonly string[]>
  readonly alertWithdrawal?: Given<boolean>
  readonly alertMainList?: Given<boolean>
  readonly mailLetter?: Given<boolean>
  readonly inService?: Given<boolean>
}

export interface DecisionTypeRecord {
  readonly code: string
  readonly label: string
  readonly kind: 'FA' | 'DE' | 'LC' | 'LA' | 'PR'
  readonly poursOpi?: Given<boolean>
  readonly final?: Given<boolean>
  readonly inService?: Given<boolean>
  /** Code of a mail template. */
  readonly mail?: Given<string | null>
}

export interface AttachmentModelRecord {
  readonly code: string
  readonly label: string
  readonly sisCode?: Given<string | null>
  readonly shared?: Given<boolean>
  readonly inService?: Given<boolean>
}

export interface FormationRecord {
  readonly code: string
  readonly label: string
  /** Code of a commission. */
  readonly commission: string
  readonly inService?: Given<boolean>
  readonly waitingList?: Given<boolean>
  readonly demat?: Given<boolean>
  readonly stageCode?: Given<string | null>
  readonly stageVersion?: Given<string | null>
  readonly diplomaCode?: Given<string | null>
  readonly diplomaVersion?: Given<string | null>
  readonly cgeCode?: Given<string | null>
  readonly pegaseCode?: Given<string | null>
  readonly analysisOn?: Given<string | null>
  readonly confirmBy?: Given<string | null>
  readonly confirmDays?: Given<number | null>
  readonly depositFrom?: Given<string | null>
  readonly depositTo?: Given<string | null>
  readonly returnBy?: Given<string | null>
  readonly publishOn?: Given<string | null>
  readonly juryOn?: Given<string | null>
  readonly confirmByWl?: Given<string | null>
  readonly confirmDaysWl?: Given<number | null>
  /** Code of the decision type that whoever is promoted from the waiting list gets. */
  readonly favourableType?: Given<string | null>
  /** Codes of attachment models and of forms that it asks for; absent: as they are. */
  readonly attachments?: Given<readonly string[]>
  readonly forms?: Given<readonly string[]>
}

/** An account and, once there is one, its candidate. */
export interface PersonRecord {
  /** Absent: the account of this campaign with this mail and name, else a new one, whose number is given. */
  readonly dossierNo?: Given<string | null>
  /** Code; absent: of the account as it is, or the campaign in service. */
  readonly campaign?: Given<string | null>
  readonly lastName: string
  readonly firstName: string
  readonly mail: string
  readonly login?: Given<string | null>
  readonly studentNo?: Given<string | null>
  readonly validated?: Given<boolean>
  readonly candidate?: Given<CandidateRecord>
}

export interface CandidateRecord {
  readonly civility?: Given<'M.' | 'Mme' | null>
  readonly sex?: Given<'M' | 'F' | null>
  /** Absent: the account's name, for a new candidate. */
  readonly birthName?: Given<string>
  readonly usualName?: Given<string | null>
  readonly firstName?: Given<string>
  readonly otherFirstName?: Given<string | null>
  /** Needed of a new candidate. */
  readonly bornOn?: Given<string>
  readonly birthCountry?: Given<string | null>
  readonly birthDept?: Given<string | null>
  readonly birthCommune?: Given<string | null>
  readonly birthCity?: Given<string | null>
  readonly nationality?: Given<string | null>
  readonly ine?: Given<string | null>
  readonly ineKey?: Given<string | null>
  readonly phone?: Given<string | null>
  readonly mobile?: Given<string | null>
  readonly language?: Given<string>
  readonly regime?: Given<string | null>
  readonly status?: Given<string | null>
  readonly address?: Given<AddressRecord>
  readonly bac?: Given<BacRecord>
}

export interface AddressRecord {
  readonly line1?: Given<string | null>
  readonly line2?: Given<string | null>
  readonly line3?: Given<string | null>
  readonly postcode?: Given<string | null>
  readonly commune?: Given<string | null>
  readonly foreignCity?: Given<string | null>
  readonly country?: Given<string | null>
}

export interface BacRecord {
  readonly code: string
  readonly year?: Given<number | null>
  readonly dept?: Given<string | null>
  readonly commune?: Given<string | null>
  readonly establishment?: Given<string | null>
  readonly mention?: Given<string | null>
  readonly specialities?: Given<readonly string[]>
  readonly options?: Given<readonly string[]>
}

/** Key: dossier number and formation. The candidate's answer is not fed: it is given, with all that follows from it. */
export interface ApplicationRecord {
  readonly dossierNo: string
  /** Code. */
  readonly formation: string
  readonly treatment?: Given<'AD' | 'AC' | 'AT'>
  readonly treatmentValidated?: Given<boolean>
  readonly status?: Given<'AT' | 'RE' | 'IN' | 'CO'>
  /** When the candidate gave it up; null: not, or no more. */
  readonly cancelledAt?: Given<string | null>
  readonly newConfirmBy?: Given<string | null>
  readonly newReturnBy?: Given<string | null>
  readonly exemption?: Given<string | null>
  readonly amount?: Given<number | null>
  readonly regime?: Given<string | null>
}

export interface DecisionRecord {
  readonly reference: string
  readonly dossierNo: string
  readonly formation: string
  /** Code of a decision type. */
  readonly type: string
  /** Absent: not yet, for a new decision. */
  readonly validated?: Given<boolean>
  /** Absent: now, where it is validated. */
  readonly validatedAt?: Given<string>
  readonly rank?: Given<number | null>
  readonly comment?: Given<string | null>
}

/** Where an attachment of an application stands; key: dossier number, formation, model. */
export interface AttachmentRecord {
  readonly dossierNo: string
  readonly formation: string
  /** Code of an attachment model. */
  readonly model: string
  readonly status?: Given<'TR' | 'VA' | 'RE' | 'AT' | 'NC'>
  readonly comment?: Given<string | null>
  /** A stored file; null: none. */
  readonly fileId?: Given<number | null>
}
