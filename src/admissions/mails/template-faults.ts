// biome-ignore-all lint/suspicious/noTemplateCurlyInString: marks of the mail templates
import type { Text } from '../../platform/text.ts'
import { variablesOf } from './shipped-templates.ts'
import { parseTemplateText } from './template-text.ts'

export const longestSubject = 200
export const longestBody = 4000

/** What is wrong with the words of a template; none: it can be saved. */
export function templateFaults(code: string, part: 'subject' | 'body', text: string): Text[] {
  const variables = variablesOf(code)
  const { faults, names } = parseTemplateText(text)
  const found = [...faults]
  const list = Object.keys(variables).map((name) => `\${${name}}`)
  for (const name of names)
    if (!Object.hasOwn(variables, name))
      found.push({
        fr: `\${${name.slice(0, 40)}} ne se remplace pas ici. Ce qui se remplace : ${list.join(' ')}.`,
        en: `\${${name.slice(0, 40)}} stands for nothing here. What does: ${list.join(' ')}.`,
      })
  if (text.trim() === '') found.push({ fr: 'Écrivez un texte.', en: 'Write a text.' })
  if (part === 'subject' && /[\r\n]/.test(text))
    found.push({ fr: 'L’objet tient sur une ligne.', en: 'The subject is one line.' })
  const most = part === 'subject' ? longestSubject : longestBody
  if (text.length > most) found.push({ fr: `${most} caractères au plus.`, en: `${most} characters at most.` })
  return found
}
