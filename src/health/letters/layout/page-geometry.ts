/** Where things stand on the A4 sheet, in millimetres from its top left corner (health.md 2.7). */
export const page = { width: 210, height: 297 } as const

/** What the window of a DL envelope shows of the folded sheet. */
export const addressWindow = { left: 110, top: 45, width: 85, height: 35 } as const

/** Room that the sheet has to slide in its envelope: nothing else is printed this near to the window. */
export const windowSlack = 5

/** Inside the window: what its edge must not hide. */
export const windowPadding = 2

export const margins = { left: 20, right: 20, bottom: 25 } as const
export const textWidth = page.width - margins.left - margins.right

export const senderTop = 18
/** The sender's lines end before the window, with its slack. */
export const senderWidth = addressWindow.left - windowSlack - margins.left

/** Baseline of place and date, below the window. */
export const dateBaseline = 93
/** Baseline of the first line below the date: the subject. */
export const subjectBaseline = 106
/** Baseline of the first line of a further page. */
export const furtherBaseline = 25
/** No line of text ends below. */
export const lastBaseline = page.height - margins.bottom
export const pageNumberBaseline = page.height - 12

/** The sheet is folded in three; short strokes at its left edge say where. */
export const foldMarks = [
  { left: 5, y: 99, length: 5 },
  { left: 5, y: 198, length: 5 },
] as const

/** Sizes in points, distances of lines in millimetres. */
export const body = { size: 11, leading: 5.4, paragraphGap: 2.8 } as const
export const sender = { size: 10, leading: 4.7 } as const
export const address = { size: 10.5, leading: 4.6, smallest: 5 } as const
