import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { OwnAccountEdit } from '../../../src/api/schemas/accounts.ts'
import { api } from './api-client.ts'
import { type Locale, useLocaleChoice } from './locale.ts'
import { sessionQuery } from './session.ts'

/** Changes the language at once, here and for the account; what the server worded is fetched anew. */
export function useChooseLocale(): (locale: Locale) => void {
  const client = useQueryClient()
  const { choose } = useLocaleChoice()
  const { mutate } = useMutation({
    mutationFn: (edit: OwnAccountEdit) => api.patch('/api/account', edit),
    onSettled: () => client.invalidateQueries(),
  })
  return (locale) => {
    choose(locale)
    client.setQueryData(
      sessionQuery.queryKey,
      (session) => session && { ...session, account: { ...session.account, locale } },
    )
    mutate({ locale })
  }
}
