import { Anchor, type AnchorProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'react-router'

/** A link within the back-office that looks like one: underlined where it stands in a sentence (`inherit`). */
export function AnchorLink({ to, children, ...props }: AnchorProps & { to: string; children: ReactNode }) {
  return (
    <Anchor component={Link} to={to} {...(props.inherit && { underline: 'always' })} {...props}>
      {children}
    </Anchor>
  )
}
