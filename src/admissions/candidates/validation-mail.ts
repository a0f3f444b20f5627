import type { Mail } from '../../platform/mail.ts'

/** The mail that carries a validation link. Its template is not one that is edited: the link must never be missing. */
export function validationMail({
  to,
  firstName,
  dossierNo,
  url,
  until,
}: {
  readonly to: string
  readonly firstName: string
  readonly dossierNo: string
  readonly url: string
  /** Civil date, `29/11/2026`. */
  readonly until: string
}): Mail {
  return {
    to: [to],
    subject: `Votre dossier de candidature ${dossierNo}`,
    text: `Bonjour ${firstName},

Votre numéro de dossier est ${dossierNo}. Ce lien vous permet de valider votre compte et d’en choisir le mot de passe :

${url}

Il sert une seule fois, jusqu’au ${until}. Si ce message ne vous dit rien, ignorez-le.
`,
    confidential: true,
  }
}
