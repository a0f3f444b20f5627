import { letterFonts } from '../../../platform/letter-font.ts'
import type { Text } from '../../../platform/text.ts'
import { sender as senderBlock, senderWidth } from '../layout/page-geometry.ts'
import { wrapText } from '../layout/wrap-text.ts'
import type { LetterKind } from '../letter.ts'
import { printable } from '../printable.ts'
import { placeholdersIn } from './fill.ts'
import { type LetterTemplate, type Placeholder, placeholders } from './letter-template.ts'

export interface TemplateFault {
  /** `subject`, `paragraphs.2`, … */
  readonly path: string
  readonly message: Text
}

/** Lines of the sender before it would reach the subject. */
const mostSenderLines = 15

const ofThePerson: readonly Placeholder[] = ['prenom', 'nom', 'date']

/**
 * Why a template cannot be saved: an unknown or misplaced placeholder, `{texte}` missing or twice, a blank subject, a
 * character that the font of letters lacks, a sender too tall. Empty: it can.
 */
export function templateFaults(kind: LetterKind, template: LetterTemplate): TemplateFault[] {
  const reminder = kind === 'follow-up-reminder'
  const inText: readonly Placeholder[] = reminder ? [...ofThePerson, 'date_premier_courrier'] : ofThePerson
  const faults: TemplateFault[] = []
  const add = (path: string, fr: string, en: string) => faults.push({ path, message: { fr, en } })
  const check = (path: string, text: string, allowed: readonly Placeholder[]) => {
    for (const name of new Set(placeholdersIn(text)))
      if (!allowed.includes(name as Placeholder)) faults.push({ path, message: misplaced(name, allowed) })
    if (printable(text) === null)
      add(
        path,
        "Un caractère n'existe pas dans la police des lettres : remplacez-le",
        'The font of letters lacks a character: replace it',
      )
  }

  template.sender.forEach((line, index) => {
    check(`sender.${index}`, line, [])
  })
  const { regular } = letterFonts()
  const tall = template.sender.flatMap((line) => wrapText(line, regular, senderBlock.size, senderWidth))
  if (tall.length > mostSenderLines)
    add(
      'sender',
      "L'expéditeur est trop haut : il toucherait l'objet",
      'The sender is too tall: it would reach the subject',
    )
  check('place', template.place, [])
  check('subject', template.subject, inText)
  if (template.subject.trim() === '')
    add('subject', 'Donnez un objet à la lettre', 'Give the letter a subject')

  check('recall', template.recall, inText)
  if (reminder && !placeholdersIn(template.recall).includes('date_premier_courrier'))
    add(
      'recall',
      'Rappelez la date du premier courrier avec {date_premier_courrier}',
      'Recall the date of the first letter with {date_premier_courrier}',
    )
  if (!reminder && template.recall.trim() !== '')
    add('recall', "Une première lettre n'en rappelle aucune", 'A first letter recalls no other')

  let texts = 0
  template.paragraphs.forEach((paragraph, index) => {
    check(`paragraphs.${index}`, paragraph, [...inText, 'texte'])
    texts += placeholdersIn(paragraph).filter((name) => name === 'texte').length
  })
  if (texts === 0)
    add(
      'paragraphs',
      'Il manque {texte}, là où vient ce que le praticien a écrit',
      '{texte} is missing, where what the practitioner wrote goes',
    )
  if (texts > 1) add('paragraphs', '{texte} ne doit venir qu’une fois', '{texte} must come only once')
  check('closing', template.closing, inText)
  template.signature.forEach((line, index) => {
    check(`signature.${index}`, line, [])
  })
  return faults
}

function misplaced(name: string, allowed: readonly Placeholder[]): Text {
  const list = allowed.map((one) => `{${one}}`).join(', ')
  const known = (placeholders as readonly string[]).includes(name)
  if (allowed.length === 0)
    return {
      fr: `{${name}} ne va pas ici : ces lignes sont les mêmes pour tous`,
      en: `{${name}} does not go here: these lines are the same for all`,
    }
  return {
    fr: `{${name}} ${known ? 'ne va pas ici' : "n'existe pas"}. Utilisez ${list}`,
    en: `{${name}} ${known ? 'does not go here' : 'does not exist'}. Use ${list}`,
  }
}

/** Words of health that a subject should not say: letters are opened in kitchens. The service's own name may be said. */
const healthWords =
  /consult|vaccin|m[ée]dec|m[ée]dic|psych|infirm|gyn[ée]co|grossesse|contracept|addict|d[ée]pist|infect|sexuel|maladie|analyse|trait/i

/** What may be saved, but better not. */
export function templateWarnings(template: LetterTemplate): TemplateFault[] {
  const warnings: TemplateFault[] = []
  if (healthWords.test(template.subject))
    warnings.push({
      path: 'subject',
      message: {
        fr: "L'objet parle de santé : un objet neutre protège mieux l'étudiant",
        en: 'The subject speaks of health: a neutral one protects the student better',
      },
    })
  if (template.sender.filter((line) => line.trim() !== '').length < 3)
    warnings.push({
      path: 'sender',
      message: {
        fr: "Ajoutez l'adresse du service : le courrier non distribué y revient",
        en: 'Add the address of the service: what is not delivered comes back there',
      },
    })
  if (template.place.trim() === '')
    warnings.push({
      path: 'place',
      message: { fr: 'Donnez la ville qui précède la date', en: 'Give the town that comes before the date' },
    })
  return warnings
}
