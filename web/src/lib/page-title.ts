import { useEffect } from 'react'

/** The title of the tab: `Batches – Nocturne`. */
export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} – Nocturne` : 'Nocturne'
  }, [title])
}
