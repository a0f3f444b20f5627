import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { fieldError } from '../../lib/api-problem.ts'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { tell } from '../../ui/tell.ts'
import { uiTexts } from '../../ui/texts.ts'
import { type Campaign, useSaveCampaign } from './calls/campaigns-queries.ts'
import { campaignsTexts } from './texts.ts'

interface Props {
  /** Null: a new one. */
  readonly campaign: Campaign | null
  readonly opened: boolean
  readonly onClose: () => void
}

export function CampaignWindow({ campaign, opened, onClose }: Props) {
  const texts = useTexts(campaignsTexts)
  const { close } = useTexts(uiTexts)
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={campaign === null ? texts.addTitle : texts.editTitle(campaign.code)}
      closeButtonProps={{ 'aria-label': close }}
      centered
    >
      <CampaignForm campaign={campaign} onClose={onClose} />
    </Modal>
  )
}

const fields = ['code', 'label', 'startOn', 'endOn', 'candidateEndOn'] as const

function CampaignForm({ campaign, onClose }: Omit<Props, 'opened'>) {
  const texts = useTexts(campaignsTexts)
  const save = useSaveCampaign()
  const [values, setValues] = useState({
    code: campaign?.code ?? '',
    label: campaign?.label ?? '',
    startOn: campaign?.startOn ?? '',
    endOn: campaign?.endOn ?? '',
    candidateEndOn: campaign?.candidateEndOn ?? '',
  })
  const input = (name: (typeof fields)[number], type: 'text' | 'date' = 'text') => ({
    type,
    label: texts[name],
    value: values[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget
      setValues((before) => ({ ...before, [name]: value }))
    },
    error: fieldError(save.error, name),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { code, candidateEndOn, ...rest } = values
    const given = { ...rest, candidateEndOn: candidateEndOn || null }
    save.mutate(
      campaign === null
        ? { add: { ...given, code } }
        : { id: campaign.id, edit: { ...given, version: campaign.version } },
      {
        onSuccess: () => {
          tell(texts.saved)
          onClose()
        },
      },
    )
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {campaign === null && (
          <TextInput {...input('code')} description={texts.codeHint} maxLength={20} required data-autofocus />
        )}
        <TextInput {...input('label')} maxLength={50} required />
        <Group grow align="flex-start">
          <TextInput {...input('startOn', 'date')} required />
          <TextInput {...input('endOn', 'date')} required />
        </Group>
        <TextInput {...input('candidateEndOn', 'date')} description={texts.candidateEndHint} />
        <ProblemAlert error={save.error} fields={[...fields]} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {texts.save}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
