import { defineTexts } from '../../lib/texts.ts'

/** In the frame, which is there before the window's own texts are. */
export const editTitle = defineTexts({
  fr: { window: 'Edition de batch' },
  en: { window: 'Batch edition' },
})
