import { useQuery } from '@tanstack/react-query'
import type {
  MailTemplate,
  MailTemplateList,
} from '../../../../../src/api/schemas/admissions-mail-templates.ts'
import { api } from '../../../lib/api-client.ts'

export type { MailTemplate }

export const mailTemplatesKey = ['mail-templates']

export function mailTemplatePath(code: string): string {
  return `/api/admissions/mail-templates/${encodeURIComponent(code)}`
}

export function useMailTemplates() {
  return useQuery({
    queryKey: mailTemplatesKey,
    queryFn: ({ signal }) => api.get<MailTemplateList>('/api/admissions/mail-templates', { signal }),
  })
}

export function useMailTemplate(code: string) {
  return useQuery({
    queryKey: [...mailTemplatesKey, code],
    queryFn: ({ signal }) => api.get<MailTemplate>(mailTemplatePath(code), { signal }),
  })
}
