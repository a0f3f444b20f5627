import { createHash } from 'node:crypto'
import type { Verdict } from '../../../exchange/command-file/verdict.ts'
import type { Operation } from '../../driver/operation.ts'
import type { UserRecord } from '../../driver/records.ts'
import { isReached } from './match-account.ts'
import { keyOf } from './plan-account.ts'

/**
 * The letter that tells somebody a password that a file has set, or had generated; none for who has no address. Its occasion is that very
 * change: the salt of the hash makes it unlike any other, the digest keeps the hash out of the books of letters.
 */
export function passwordMails(
  account: UserRecord,
  password: string,
  hash: string,
  siteName: string,
): NonNullable<Verdict<Operation>['mails']> {
  const { email } = account
  if (!isReached(email)) return []
  const digest = createHash('sha256').update(hash).digest('hex').slice(0, 16)
  const name = `${account.firstname} ${account.lastname}`.trim()
  const french = account.lang === '' || account.lang.startsWith('fr')
  return [
    {
      occasion: `learning.password ${keyOf(account)} ${digest}`,
      mail: french
        ? {
            to: [email],
            confidential: true,
            subject: `Vos accès sur ${siteName}`,
            text: [
              `Bonjour ${name},`,
              '',
              `Voici vos accès sur ${siteName} :`,
              '',
              `Nom d'utilisateur : ${account.username}`,
              `Mot de passe : ${password}`,
              '',
              'Changez ce mot de passe à votre première connexion, et ne le communiquez à personne.',
              '',
            ].join('\n'),
          }
        : {
            to: [email],
            confidential: true,
            subject: `Your access to ${siteName}`,
            text: [
              `Dear ${name},`,
              '',
              `This is your access to ${siteName}:`,
              '',
              `User name: ${account.username}`,
              `Password: ${password}`,
              '',
              'Change this password when you first sign in, and tell it to nobody.',
              '',
            ].join('\n'),
          },
    },
  ]
}
