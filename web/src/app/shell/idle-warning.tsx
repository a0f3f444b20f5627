import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { signsOfLife } from '../../lib/attention.ts'
import { sessionQuery, useSession } from '../../lib/session.ts'
import { useTexts } from '../../lib/texts.ts'
import { uiTexts } from '../../ui/texts.ts'
import { useSignOut } from '../sign-out.ts'
import { appTexts } from '../texts.ts'

const warningMs = 60_000
const checkMs = 1_000
/** How often activity on the page is told to the server, which knows of requests only. */
const tellMs = 60_000
/** Activity in one tab counts for the others: they share the session. */
const channelName = 'nocturne.activity'

/** Warns one minute before the session ends for want of activity, and ends it. */
export function IdleWarning() {
  const texts = useTexts(appTexts)
  const { close } = useTexts(uiTexts)
  const { idleMinutes } = useSession()
  const client = useQueryClient()
  const signOut = useSignOut()
  const activeAt = useRef(Date.now())
  const toldAt = useRef(Date.now())
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null)

  const asking = secondsLeft !== null

  const stay = () => {
    const channel = new BroadcastChannel(channelName)
    channel.postMessage('active')
    channel.close()
    activeAt.current = Date.now()
    toldAt.current = Date.now()
    setSecondsLeft(null)
    void client.invalidateQueries({ queryKey: sessionQuery.queryKey })
  }

  useEffect(() => {
    const channel = new BroadcastChannel(channelName)
    channel.onmessage = () => {
      activeAt.current = Date.now()
    }
    const onSign = () => {
      const now = Date.now()
      // Once the question is asked, only its answer counts.
      if (asking || now - activeAt.current < checkMs) return
      activeAt.current = now
      channel.postMessage('active')
    }
    for (const sign of signsOfLife) window.addEventListener(sign, onSign, { passive: true })
    return () => {
      for (const sign of signsOfLife) window.removeEventListener(sign, onSign)
      channel.close()
    }
  }, [asking])

  useEffect(() => {
    const timer = window.setInterval(() => {
      const now = Date.now()
      const leftMs = activeAt.current + idleMinutes * 60_000 - now
      if (leftMs <= 0) {
        window.clearInterval(timer)
        signOut('kept')
      } else setSecondsLeft(leftMs <= warningMs ? Math.ceil(leftMs / 1_000) : null)
      if (activeAt.current > toldAt.current && now - toldAt.current > tellMs) {
        toldAt.current = now
        void client.invalidateQueries({ queryKey: sessionQuery.queryKey })
      }
    }, checkMs)
    return () => window.clearInterval(timer)
  }, [idleMinutes, client, signOut])

  return (
    <Modal
      opened={asking}
      onClose={stay}
      title={texts.idleTitle}
      closeButtonProps={{ 'aria-label': close }}
      centered
    >
      <Stack>
        <Text role="timer">{texts.idleQuestion(secondsLeft ?? 0)}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => signOut('forgotten')}>
            {texts.signOut}
          </Button>
          <Button onClick={stay} data-autofocus>
            {texts.idleStay}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
