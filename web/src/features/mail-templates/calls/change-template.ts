import { useMutation, useQueryClient } from '@tanstack/react-query'
import type {
  MailTemplate,
  MailTemplateEdit,
  TemplatePreviewQuestion,
  TestMailAnswer,
} from '../../../../../src/api/schemas/admissions-mail-templates.ts'
import { api } from '../../../lib/api-client.ts'
import { mailTemplatePath, mailTemplatesKey } from './templates-query.ts'

/** Saves other words, takes the template out of service or back, or (`reset`) gives it its first words again. */
export function useChangeTemplate(code: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: MailTemplateEdit | { readonly reset: number }) =>
      'reset' in change
        ? api.post<MailTemplate>(`${mailTemplatePath(code)}/reset`, { version: change.reset })
        : api.patch<MailTemplate>(mailTemplatePath(code), change),
    onSuccess: (template) => {
      client.setQueryData([...mailTemplatesKey, code], template)
      return client.invalidateQueries({ queryKey: mailTemplatesKey, exact: true })
    },
  })
}

/** Sends what is written, saved or not, to who asks. */
export function useTestMail(code: string) {
  return useMutation({
    mutationFn: (words: TemplatePreviewQuestion) =>
      api.post<TestMailAnswer>(`${mailTemplatePath(code)}/test`, words),
  })
}
