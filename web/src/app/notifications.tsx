import '@mantine/notifications/styles.layer.css'
import { Notifications } from '@mantine/notifications'

export function AppNotifications() {
  return <Notifications position="bottom-right" />
}
