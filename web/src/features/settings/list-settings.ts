import { queryOptions } from '@tanstack/react-query'
import type { SettingList } from '../../../../src/api/schemas/settings.ts'
import { api } from '../../lib/api-client.ts'

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: () => api.get<SettingList>('/api/settings'),
})
