import { z } from 'zod'
import { defineSetting } from '../../platform/settings.ts'

export const technicalAdministrator = defineSetting({
  key: 'admissions.managers.technical-administrator',
  label: {
    fr: 'Identifiant de l’administrateur technique, jamais mis hors service par la mise à jour',
    en: 'Login of the technical administrator, whom the update never puts out of service',
  },
  schema: z.string().trim().max(50),
  default: '',
})

export const loginAttribute = defineSetting({
  key: 'admissions.managers.login-attribute',
  label: {
    fr: 'Attribut de l’annuaire qui porte les identifiants (uid, ou sAMAccountName)',
    en: 'Attribute of the directory that holds logins (uid, or sAMAccountName)',
  },
  schema: z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,60}$/),
  rule: { fr: 'Un nom d’attribut LDAP', en: 'The name of an LDAP attribute' },
  default: 'uid',
})

export const startTls = defineSetting({
  key: 'admissions.managers.start-tls',
  label: {
    fr: 'Chiffrer la connexion à l’annuaire par StartTLS (adresse en ldap://)',
    en: 'Encrypt the connection to the directory by StartTLS (ldap:// address)',
  },
  schema: z.boolean(),
  default: false,
})

export const managerSettings = [technicalAdministrator, loginAttribute, startTls]
