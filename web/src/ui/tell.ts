import { notifications } from '@mantine/notifications'

/** Says that something has been done, in passing; failures are shown where they happened instead. */
export function tell(message: string): void {
  notifications.show({ message, color: 'green' })
}
