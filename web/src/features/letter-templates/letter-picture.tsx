import type { LetterPreview } from './calls/preview.ts'
import classes from './letter-picture.module.css'

interface Props {
  readonly preview: LetterPreview
  readonly index: number
  readonly title: string
  /** Outlines what the envelope's window shows of the first page. */
  readonly showWindow: boolean
}

const millimetresPerPoint = 25.4 / 72

/** One page, drawn from the runs of text that the PDF is made of, in millimetres. */
export function LetterPicture({ preview, index, title, showWindow }: Props) {
  const { page, window, foldMarks } = preview
  const first = index === 0
  return (
    <svg className={classes.sheet} viewBox={`0 0 ${page.width} ${page.height}`} role="img" aria-label={title}>
      {first &&
        foldMarks.map(({ left, y, length }) => (
          <line key={y} className={classes.fold} x1={left} x2={left + length} y1={y} y2={y} />
        ))}
      {first && showWindow && (
        <rect
          className={classes.window}
          x={window.left}
          y={window.top}
          width={window.width}
          height={window.height}
          rx={1}
        />
      )}
      {preview.pages[index]?.runs.map((run) => (
        <text
          key={`${run.x} ${run.y}`}
          className={classes.text}
          x={run.x}
          y={run.y}
          fontSize={run.size * millimetresPerPoint}
          fontWeight={run.face === 'semibold' ? 600 : 400}
          textLength={run.width}
        >
          {run.text}
        </text>
      ))}
    </svg>
  )
}
