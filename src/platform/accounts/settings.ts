import { z } from 'zod'
import { defineSetting } from '../settings.ts'

/** What an administrator decides about signing in. */

export const establishmentName = defineSetting({
  key: 'core.establishment.name',
  label: {
    fr: 'Nom de l’établissement (ses mots sont refusés dans les mots de passe)',
    en: 'Name of the establishment (its words are refused in passwords)',
  },
  schema: z.string().max(200),
  default: '',
})

export const idleMinutes = defineSetting({
  key: 'core.sessions.idle-minutes',
  label: {
    fr: 'Minutes d’inactivité après lesquelles une session se ferme',
    en: 'Minutes without activity after which a session ends',
  },
  schema: z.number().int().min(2).max(720),
  default: 15,
})

export const createAccounts = defineSetting({
  key: 'core.sign-in.create-accounts',
  label: {
    fr: 'Créer un compte (sans droit) à la première connexion par le service d’authentification',
    en: 'Create an account (without any role) at the first sign-in through the sign-in service',
  },
  schema: z.boolean(),
  default: false,
})

export const linkAccounts = defineSetting({
  key: 'core.sign-in.link-accounts',
  label: {
    fr: 'Rattacher au compte de même identifiant la première connexion par le service d’authentification',
    en: 'Tie the first sign-in through the sign-in service to the account of the same login',
  },
  schema: z.boolean(),
  default: false,
})

export const accountSettings = [establishmentName, idleMinutes, createAccounts, linkAccounts]
