// biome-ignore-all lint/suspicious/noTemplateCurlyInString: marks of the mail templates
import { asOneLine } from '../../platform/one-line.ts'
import type { Text } from '../../platform/text.ts'

/**
 * Texts of mail templates (admissions.md 5.6): plain text with variables and optional blocks.
 *
 *     Bonjour ${candidat.prenom},
 *     ${if:formation.echeance}Répondez avant le ${formation.echeance}.${endif}
 *
 * A block is kept where its variable has a value; blocks may stand in blocks. What a value holds is inserted as it is and
 * never looked at again: `$1`, a backslash or `${…}` in the label of a formation are its letters.
 */
export type MailValues = Readonly<Record<string, string>>

export type TextNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'block'; readonly name: string; readonly nodes: readonly TextNode[] }

export interface ParsedText {
  readonly nodes: readonly TextNode[]
  readonly faults: readonly Text[]
  /** Every variable that it names, blocks' included. */
  readonly names: ReadonlySet<string>
}

const mark = /\$\{([^{}]*)\}/g
const variableName = /^[A-Za-z][A-Za-z0-9.]*$/

/** Reads a template. One at fault is readable all the same: an open block lasts to the end, an unknown mark is text. */
export function parseTemplateText(template: string): ParsedText {
  const root: TextNode[] = []
  const open: { readonly name: string; readonly nodes: TextNode[] }[] = []
  const faults: Text[] = []
  const names = new Set<string>()
  const here = () => open.at(-1)?.nodes ?? root
  let read = 0
  for (const match of template.matchAll(mark)) {
    if (match.index > read) here().push({ kind: 'text', text: template.slice(read, match.index) })
    read = match.index + match[0].length
    const inside = match[1]!.trim()
    if (inside === 'endif') {
      const block = open.pop()
      if (block === undefined)
        faults.push({
          fr: '${endif} ne ferme aucun bloc : il en manque le ${if:…}.',
          en: '${endif} closes no block: its ${if:…} is missing.',
        })
      else here().push({ kind: 'block', ...block })
    } else if (inside.startsWith('if:') && variableName.test(inside.slice(3))) {
      names.add(inside.slice(3))
      open.push({ name: inside.slice(3), nodes: [] })
    } else if (variableName.test(inside)) {
      names.add(inside)
      here().push({ kind: 'variable', name: inside })
    } else {
      faults.push(notAMark(inside))
      here().push({ kind: 'text', text: match[0] })
    }
  }
  if (read < template.length) here().push({ kind: 'text', text: template.slice(read) })
  if (/\$\{/.test(template.replace(mark, '')))
    faults.push({ fr: 'Un ${ est ouvert sans être fermé par }.', en: 'A ${ is opened and not closed by }.' })
  for (let block = open.pop(); block !== undefined; block = open.pop()) {
    faults.push({
      fr: `Le bloc \${if:${block.name}} n’est pas fermé : ajoutez \${endif} à sa fin.`,
      en: `The block \${if:${block.name}} is not closed: add \${endif} at its end.`,
    })
    here().push({ kind: 'block', ...block })
  }
  return { nodes: root, faults, names }
}

function notAMark(inside: string): Text {
  const shown = `\${${inside.slice(0, 30)}}`
  return { fr: `${shown} ne se remplace pas.`, en: `${shown} stands for nothing.` }
}

/** The text with its values; a variable without a value is nothing. */
export function fillText({ nodes }: Pick<ParsedText, 'nodes'>, values: MailValues): string {
  return nodes
    .map((node) => {
      if (node.kind === 'text') return node.text
      if (node.kind === 'variable') return valueOfName(values, node.name)
      return valueOfName(values, node.name) === '' ? '' : fillText(node, values)
    })
    .join('')
}

function valueOfName(values: MailValues, name: string): string {
  return Object.hasOwn(values, name) ? withoutControls(values[name]!) : ''
}

/** Line ends are kept: a comment may have several lines. */
function withoutControls(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what goes
  return value.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/g, ' ')
}

/** A subject is one line whatever its values hold: a line end in it would begin another header. */
export function fillSubject(text: Pick<ParsedText, 'nodes'>, values: MailValues): string {
  return asOneLine(fillText(text, values))
}

/** A body: what blocks left out leaves at most one blank line behind. */
export function fillBody(text: Pick<ParsedText, 'nodes'>, values: MailValues): string {
  return fillText(text, values)
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
