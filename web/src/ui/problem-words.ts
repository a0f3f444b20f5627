import { isProblem, offlineCode } from '../lib/api-problem.ts'
import type { uiTexts } from './texts.ts'

type Words = (typeof uiTexts)['fr'] | (typeof uiTexts)['en']

export interface ProblemWords {
  readonly title: string
  readonly detail: string | undefined
  /** For whoever is called to help; absent where it would tell nothing. */
  readonly code: string | undefined
}

/** What to tell a person about an error: the server's own words where it found some. */
export function problemWords(error: unknown, texts: Words): ProblemWords {
  if (!isProblem(error)) {
    return {
      title: texts.problemTitle,
      detail: error instanceof Error ? error.message : undefined,
      code: undefined,
    }
  }
  if (error.code === offlineCode) {
    return { title: texts.offlineTitle, detail: texts.offlineDetail, code: undefined }
  }
  if (error.status === 403 && !error.detail) {
    return { title: texts.forbiddenTitle, detail: texts.forbiddenDetail, code: error.code }
  }
  return { title: error.title || texts.problemTitle, detail: error.detail, code: error.code }
}
