import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  ActivationRequest,
  Campaign,
  CampaignDetail,
  CampaignEdit,
  CampaignList,
  CampaignState,
  NewCampaign,
} from '../../../../../src/api/schemas/admissions-campaigns.ts'
import { api } from '../../../lib/api-client.ts'

export type { ActivationRequest, Campaign, CampaignDetail, CampaignState, NewCampaign }

const path = '/api/admissions/campaigns'
// Runs of BATCH_ARCHIVAGE and BATCH_DESTRUCT_DOSSIER change campaigns: their end is heard under `runs`.
const key = ['runs', 'campaigns']

export function useCampaigns() {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.get<CampaignList>(path, { signal }),
  })
}

export function useCampaign(id: string) {
  return useQuery({
    queryKey: [...key, id],
    queryFn: ({ signal }) => api.get<CampaignDetail>(`${path}/${encodeURIComponent(id)}`, { signal }),
  })
}

/** Adds a campaign, or changes what is given of one. */
export function useSaveCampaign() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (
      given: { readonly add: NewCampaign } | { readonly id: number; readonly edit: CampaignEdit },
    ) =>
      'add' in given
        ? api.post<Campaign>(path, given.add)
        : api.patch<Campaign>(`${path}/${given.id}`, given.edit),
    // Also after a refusal: somebody else may have changed it.
    onSettled: () => void client.invalidateQueries({ queryKey: key }),
  })
}

export function useRequestActivation(id: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (asked: ActivationRequest) => api.put<Campaign>(`${path}/${id}/activation`, asked),
    onSettled: () => void client.invalidateQueries({ queryKey: key }),
  })
}

export function useWithdrawActivation(id: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (version: number) => api.delete<Campaign>(`${path}/${id}/activation?version=${version}`),
    onSettled: () => void client.invalidateQueries({ queryKey: key }),
  })
}
