import { paths } from '../lib/paths.ts'
import { AnchorLink } from './anchor-link.tsx'

interface Props {
  /** What comes before the batch: « Codes et libellés repris du SI Scolarité par ». */
  readonly words: string
  /** Its code. */
  readonly batch: string
}

/** A sentence that ends with the batch that does it, and leads there. */
export function BatchSentence({ words, batch }: Props) {
  return (
    <>
      {words}{' '}
      <AnchorLink inherit to={paths.batch(batch)}>
        {batch}
      </AnchorLink>
      .
    </>
  )
}
