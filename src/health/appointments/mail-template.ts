import { asOneLine } from '../../platform/one-line.ts'
import type { Text } from '../../platform/text.ts'

/** What the mail of a reminder may say of the appointment (health.md 2.8). The motive is not among it: it may be medical. */
export const placeholders = ['prenom', 'date', 'heure', 'lieu', 'libelle_public', 'lien_annulation'] as const
export type Placeholder = (typeof placeholders)[number]

/** Null: the service has nothing to say there. */
export type TemplateValues = Readonly<Record<Placeholder, string | null>>

export const defaultSubject = 'Rappel de votre rendez-vous'

export const defaultBody = `Bonjour {prenom},

Nous vous rappelons votre rendez-vous du {date} à {heure}.

Lieu : {lieu}

Si vous ne pouvez pas venir, merci de libérer ce créneau : {lien_annulation}

À bientôt.

Ce message est envoyé automatiquement.`

export const longestSubject = 150
export const longestBody = 4000

const anyPlaceholder = /\{([^{}]*)\}/g

/** What is wrong with a template of a subject or body; empty: it can be saved. */
export function templateFaults(template: string, part: 'subject' | 'body'): Text[] {
  const faults: Text[] = []
  for (const name of new Set(Array.from(template.matchAll(anyPlaceholder), (match) => match[1]!)))
    if (name === 'motif')
      faults.push({
        fr: 'Le motif peut être médical : il ne s’écrit pas dans un courriel. Employez {libelle_public}.',
        en: 'The motive may be medical: it is not written in a mail. Use {libelle_public}.',
      })
    else if (!(placeholders as readonly string[]).includes(name)) faults.push(unknownPlaceholder(name))
  if (/[{}]/.test(template.replace(anyPlaceholder, '')))
    faults.push({
      fr: 'Une accolade est ouverte sans être fermée, ou l’inverse.',
      en: 'A brace is opened and not closed, or the other way round.',
    })
  // A line end in a subject would begin another header (RFC 5322, 2.2).
  if (part === 'subject' && /[\r\n]/.test(template))
    faults.push({ fr: 'L’objet tient sur une ligne.', en: 'The subject is one line.' })
  if (controls.test(template.replace(/[\r\n\t]/g, '')))
    faults.push({
      fr: 'Le texte contient un caractère de contrôle.',
      en: 'The text contains a control character.',
    })
  const longest = part === 'subject' ? longestSubject : longestBody
  if (template.length > longest)
    faults.push({ fr: `${longest} caractères au plus.`, en: `${longest} characters at most.` })
  return faults
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/

function unknownPlaceholder(name: string): Text {
  const list = placeholders.map((one) => `{${one}}`).join(' ')
  return {
    fr: `{${name.slice(0, 30)}} ne se remplace pas. Ce qui se remplace : ${list}.`,
    en: `{${name.slice(0, 30)}} stands for nothing. What does: ${list}.`,
  }
}

/** Line ends as `\n`, composed characters, nothing around; null for nothing at all, which means the default. */
export function tidyTemplate(template: string | null | undefined, part: 'subject' | 'body'): string | null {
  const tidy = (template ?? '').normalize('NFC').replace(/\r\n/g, '\n')
  // A subject keeps its line ends: they are a fault to be told, not to be mended unseen.
  return (part === 'subject' ? withoutBlanksAround(tidy) : tidy.trim()) || null
}

/** By steps from either end: an expression for the end would be tried anew at each of ten thousand inner spaces. */
function withoutBlanksAround(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && isBlank(text[from])) from++
  while (to > from && isBlank(text[to - 1])) to--
  return text.slice(from, to)
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t'
}

export function renderSubject(template: string, values: TemplateValues): string {
  return asOneLine(fill(template, values))
}

/**
 * The body with its values. A line that speaks of something that there is not (no place is known, no cancellation
 * address is set) is left out rather than sent with a hole, and with it the blank line that would follow another.
 */
export function renderBody(
  template: string,
  values: TemplateValues,
): { readonly text: string; readonly omitted: readonly string[] } {
  const omitted: string[] = []
  const kept: string[] = []
  for (const line of template.split(/\r?\n/)) {
    if (namesIn(line).some((name) => values[name] === null)) omitted.push(line)
    else if (line.trim() !== '' || (kept.at(-1) ?? '').trim() !== '') kept.push(fill(line, values).trimEnd())
  }
  return { text: `${kept.join('\n').trim()}\n`, omitted }
}

function namesIn(line: string): Placeholder[] {
  return Array.from(line.matchAll(anyPlaceholder), (match) => match[1] as Placeholder)
}

/** In one pass: a value that looks like a placeholder stays what it is. */
function fill(template: string, values: TemplateValues): string {
  return template.replace(anyPlaceholder, (_, name: Placeholder) => asOneLine(values[name] ?? ''))
}
