import { Anchor } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './download-link.module.css'
import { FileSize } from './moments.tsx'

interface Props {
  /** An address of the API; the session's cookie goes with it. */
  readonly href: string
  readonly children: ReactNode
  readonly bytes?: number | null | undefined
}

/** A file to take away; the server names it. */
export function DownloadLink({ href, children, bytes }: Props) {
  return (
    <Anchor href={href} download inherit className={classes.link}>
      <IconDownload size={16} aria-hidden="true" />
      <span>{children}</span>
      {bytes !== undefined && bytes !== null && (
        <span className={classes.size}>
          <FileSize bytes={bytes} />
        </span>
      )}
    </Anchor>
  )
}
