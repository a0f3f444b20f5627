import type { LineMessage } from '../../../exchange/command-file/verdict.ts'
import { groupMemberVerbs } from './group-member-command.ts'

export const unknownCommand = (verb: string): LineMessage => ({
  severity: 'error',
  code: 'UNKNOWN_COMMAND',
  column: 'cmd',
  text: {
    fr: `Commande inconnue : « ${verb} ». Commandes possibles : ${groupMemberVerbs.join(', ')}`,
    en: `Unknown command: "${verb}". Possible commands: ${groupMemberVerbs.join(', ')}`,
  },
})

export const noRoleInCourse = (): LineMessage => ({
  severity: 'error',
  code: 'NO_ROLE_IN_COURSE',
  column: 'userid',
  text: {
    fr: "L'utilisateur n'a pas de rôle dans le cours : l'y inscrire d'abord",
    en: 'The user holds no role in the course: enrol them first',
  },
})

export const manualMembershipKept = (name: string): LineMessage => ({
  severity: 'warning',
  code: 'MANUAL_MEMBERSHIP_KEPT',
  text: {
    fr: `L'appartenance au groupe « ${name} » ne vient pas d'un fichier de commande : elle est gardée`,
    en: `Membership of group "${name}" does not come from a command file: it is kept`,
  },
})
