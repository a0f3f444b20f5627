import type { Mail } from '../mail.ts'
import type { LinkPurpose } from './account-link.ts'

/** The mail that carries a one-time link, in the language of its reader. */
export function invitationMail({
  name,
  locale,
  url,
  purpose,
}: {
  readonly name: string
  readonly locale: 'fr' | 'en'
  readonly url: string
  readonly purpose: LinkPurpose
}): Pick<Mail, 'subject' | 'text'> {
  const fresh = purpose === 'new-password'
  if (locale === 'en')
    return {
      subject: fresh ? 'Nocturne: choose a new password' : 'Nocturne: your account is waiting',
      text: `Hello ${name},

${fresh ? 'With this link you choose a new password:' : 'An account on Nocturne was made for you. With this link you choose its password:'}

${url}

It serves once, within 48 hours. If you do not know what this is about, ignore this mail.
`,
    }
  return {
    subject: fresh ? 'Nocturne : choisissez un nouveau mot de passe' : 'Nocturne : votre compte vous attend',
    text: `Bonjour ${name},

${fresh ? 'Ce lien vous permet de choisir un nouveau mot de passe :' : 'Un compte vous a été ouvert sur Nocturne. Ce lien vous permet d’en choisir le mot de passe :'}

${url}

Il sert une seule fois, dans les 48 heures. Si ce message ne vous dit rien, ignorez-le.
`,
  }
}
