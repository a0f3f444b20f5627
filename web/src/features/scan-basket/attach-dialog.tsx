import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useDates } from '../../lib/dates.ts'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { StudentPicker } from '../../ui/student-picker/student-picker.tsx'
import { tell } from '../../ui/tell.ts'
import { uiTexts } from '../../ui/texts.ts'
import type { ScanFile } from './calls/basket-query.ts'
import { type StudentKey, useAttach } from './calls/change-scan.ts'
import { scanBasketTexts } from './texts.ts'

interface Props {
  /** Null: closed. It is reserved for the visitor already. */
  readonly file: ScanFile | null
  /** Given up: the reservation ends. */
  readonly onCancel: () => void
  readonly onAttached: () => void
}

/** To whose record a document belongs. */
export function AttachDialog({ file, onCancel, onAttached }: Props) {
  const texts = useTexts(scanBasketTexts)
  const { close } = useTexts(uiTexts)
  return (
    <Modal
      opened={file !== null}
      onClose={onCancel}
      title={texts.attachTitle}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': close }}
      size="lg"
      centered
    >
      {file && <AttachForm key={file.id} file={file} onCancel={onCancel} onAttached={onAttached} />}
    </Modal>
  )
}

function AttachForm({ file, onCancel, onAttached }: Props & { readonly file: ScanFile }) {
  const texts = useTexts(scanBasketTexts)
  const dates = useDates()
  // The search shows students: it is for operators. Others name whom they have before them.
  const maySearch = useMay()('health', 'operator')
  const attach = useAttach()
  const [student, setStudent] = useState<StudentKey | null>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (student === null) return
    attach.mutate(
      { id: file.id, student },
      {
        onSuccess: () => {
          tell(texts.attached)
          onAttached()
        },
      },
    )
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text style={{ overflowWrap: 'anywhere' }} fw={600}>
          {file.name}
        </Text>
        {maySearch ? (
          <StudentPicker
            description={texts.studentHint}
            value={student !== null && 'studentId' in student ? student.studentId : null}
            onChange={(studentId) => setStudent(studentId === null ? null : { studentId })}
          />
        ) : (
          <TextInput
            label={texts.ine}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => {
              const ine = event.currentTarget.value.trim()
              setStudent(ine === '' ? null : { ine })
            }}
            data-autofocus
          />
        )}
        {file.lockedUntil && (
          <Alert color="blue">{texts.reservedUntil(dates.dateMinute(file.lockedUntil))}</Alert>
        )}
        <ProblemAlert error={attach.error} />
        <Group justify="flex-end">
          <Button variant="default" type="button" onClick={onCancel}>
            {texts.cancel}
          </Button>
          <Button type="submit" disabled={student === null} loading={attach.isPending}>
            {texts.attach}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
