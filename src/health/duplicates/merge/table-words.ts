/** What the rows of a table are called, by how many there are. */
export const tableWords: Readonly<
  Record<string, { readonly fr: (count: number) => string; readonly en: (count: number) => string }>
> = {
  enrolment: words('inscription', 'inscriptions', 'enrolment', 'enrolments'),
  student_ine_alias: words('ancien INE', 'anciens INE', 'former INE', 'former INEs'),
  consultation: words('consultation', 'consultations', 'consultation', 'consultations'),
  appointment: words('rendez-vous', 'rendez-vous', 'appointment', 'appointments'),
  follow_up: words('relance', 'relances', 'follow-up', 'follow-ups'),
  vaccination: words('vaccination', 'vaccinations', 'vaccination', 'vaccinations'),
  scan_file: words('document', 'documents', 'document', 'documents'),
  returned_mail: words('retour de courrier', 'retours de courrier', 'returned letter', 'returned letters'),
  record_lock: words('verrou', 'verrous', 'lock', 'locks'),
  student_source: words('origine d’import', 'origines d’import', 'import source', 'import sources'),
}

function words(frOne: string, frMany: string, enOne: string, enMany: string) {
  return {
    fr: (count: number) => (Math.abs(count) < 2 ? frOne : frMany),
    en: (count: number) => (count === 1 ? enOne : enMany),
  }
}
