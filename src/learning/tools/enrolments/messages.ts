import type { LineMessage } from '../../../exchange/command-file/verdict.ts'
import { enrolmentVerbs, groupVerbs } from './enrolment-command.ts'

type Words = LineMessage['text']

function message(
  severity: LineMessage['severity'],
  code: string,
  column: string | null,
  text: Words,
): LineMessage {
  return column === null ? { severity, code, text } : { severity, code, column, text }
}

export const unknownCommand = (verb: string) =>
  message('error', 'UNKNOWN_COMMAND', 'cmd', {
    fr: `Commande inconnue : « ${verb} ». Commandes possibles : ${enrolmentVerbs.join(', ')}`,
    en: `Unknown command: "${verb}". Possible commands: ${enrolmentVerbs.join(', ')}`,
  })

export const wrongDate = (column: string, value: string) =>
  message('error', 'WRONG_DATE', column, {
    fr: `« ${value} » n'est pas une date : écrire AAAA-MM-JJ hh:mm:ss, AAAA-MM-JJ ou des secondes Unix`,
    en: `"${value}" is no date: write YYYY-MM-DD hh:mm:ss, YYYY-MM-DD or Unix seconds`,
  })

export const endBeforeStart = () =>
  message('error', 'END_BEFORE_START', 'endtime', {
    fr: "La fin de l'inscription est avant son début",
    en: 'The enrolment would end before it starts',
  })

export const tooLong = (column: string, limit: number) =>
  message('error', 'TOO_LONG', column, {
    fr: `Valeur trop longue : ${limit} caractères au plus`,
    en: `Value too long: ${limit} characters at most`,
  })

export const methodNotActive = (method: string, exists: boolean) =>
  message('error', 'METHOD_NOT_ACTIVE', 'enrol', {
    fr: exists
      ? `La méthode d'inscription « ${method} » est désactivée dans ce cours`
      : `Ce cours n'a pas de méthode d'inscription « ${method} »`,
    en: exists
      ? `The enrolment method "${method}" is disabled in this course`
      : `This course has no enrolment method "${method}"`,
  })

export const guestsAreNotEnrolled = () =>
  message('error', 'ENROLMENT_REFUSED', 'enrol', {
    fr: "L'accès anonyme (guest) n'inscrit personne : utiliser une autre méthode",
    en: 'Guest access enrols nobody: use another method',
  })

export const derivedMethod = (method: string) =>
  message('error', 'DERIVED_METHOD', 'enrol', {
    fr: `Les inscriptions « ${method} » suivent les cohortes et les cours liés : modifier les membres de la cohorte, ou le cours maître`,
    en: `"${method}" enrolments follow cohorts and linked courses: change the cohort's members, or the master course`,
  })

export const notEnrolled = () =>
  message('warning', 'NOT_ENROLLED', null, {
    fr: "L'utilisateur n'est pas inscrit : rien à faire",
    en: 'The user is not enrolled: nothing to do',
  })

export const roleNotHeld = () =>
  message('warning', 'ROLE_NOT_HELD', null, {
    fr: "L'utilisateur n'a pas ce rôle dans le cours : rien à retirer",
    en: 'The user does not hold this role in the course: nothing to remove',
  })

export const derivedRoleKept = () =>
  message('warning', 'DERIVED_ROLE_KEPT', null, {
    fr: "Un rôle donné par une cohorte ou un cours lié reste : c'est là qu'il se retire",
    en: 'A role that a cohort or a linked course gives stays: it is removed there',
  })

export const unknownGroupCommand = (verb: string) =>
  message('warning', 'UNKNOWN_GROUP_COMMAND', 'gcmd', {
    fr: `Commande de groupes inconnue : « ${verb} » ; groupes inchangés. Commandes possibles : ${groupVerbs.join(', ')}`,
    en: `Unknown group command: "${verb}"; groups left as they are. Possible commands: ${groupVerbs.join(', ')}`,
  })

export const groupsWithoutCommand = () =>
  message('info', 'GROUPS_WITHOUT_COMMAND', 'gcmd', {
    fr: 'Des groupes sont nommés sans gcmd : ils sont laissés de côté',
    en: 'Groups are named without gcmd: they are left aside',
  })

export const noRoleForGroups = () =>
  message('warning', 'NO_ROLE_IN_COURSE', 'gcmd', {
    fr: "L'utilisateur n'a pas de rôle dans le cours : groupes inchangés",
    en: 'The user holds no role in the course: groups left as they are',
  })

export const unknownGroup = (column: string, name: string, mayCreate: boolean) =>
  message('warning', 'UNKNOWN_GROUP', column, {
    fr: mayCreate
      ? `Le groupe « ${name} » n'existe pas dans ce cours et la commande ne permet pas la création`
      : `Le groupe « ${name} » n'existe pas dans ce cours`,
    en: mayCreate
      ? `Group "${name}" does not exist in this course, and the command does not create it`
      : `Group "${name}" does not exist in this course`,
  })

export const manualMembershipKept = (name: string) =>
  message('warning', 'MANUAL_MEMBERSHIP_KEPT', null, {
    fr: `L'appartenance au groupe « ${name} » ne vient pas d'un fichier de commande : elle est gardée`,
    en: `Membership of group "${name}" does not come from a command file: it is kept`,
  })

export const metacoursesFollow = (count: number) =>
  message('info', 'METACOURSES_FOLLOW', null, {
    fr:
      count === 1
        ? 'Participants de 1 métacours mis à jour'
        : `Participants de ${count} métacours mis à jour`,
    en: count === 1 ? 'Participants of 1 metacourse updated' : `Participants of ${count} metacourses updated`,
  })
