import type { LetterTemplate } from '../../../../src/api/schemas/health-letters.ts'

/** A template as it stands in the inputs: lines and paragraphs are one text each. */
export interface Draft {
  readonly sender: string
  readonly place: string
  readonly subject: string
  readonly recall: string
  readonly paragraphs: string
  readonly closing: string
  readonly signature: string
}

export function draftOf(content: LetterTemplate): Draft {
  return {
    ...content,
    sender: content.sender.join('\n'),
    paragraphs: content.paragraphs.join('\n\n'),
    signature: content.signature.join('\n'),
  }
}

export function contentOf(draft: Draft): LetterTemplate {
  const lines = (text: string) => text.split('\n').filter((line) => line.trim() !== '')
  return {
    ...draft,
    sender: lines(draft.sender),
    paragraphs: draft.paragraphs.split(/\n(?:[ \t]*\n)+/).filter((paragraph) => paragraph.trim() !== ''),
    signature: lines(draft.signature),
  }
}

export function sameDraft(one: Draft, other: Draft): boolean {
  return JSON.stringify(contentOf(one)) === JSON.stringify(contentOf(other))
}
