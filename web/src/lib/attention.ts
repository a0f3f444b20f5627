/** What a person does on a page, as opposed to what a page does by itself. */
export const signsOfLife = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

/** A request so long after the last sign is the page's own: live events and polling refetch what is shown. */
const attentionMs = 60_000

let lastSignAt = Date.now()

/** Called once, when the program starts. */
export function watchSignsOfLife(): void {
  const seen = () => {
    lastSignAt = Date.now()
  }
  for (const sign of signsOfLife) window.addEventListener(sign, seen, { passive: true, capture: true })
}

/** Whether somebody has done something here of late. An unattended page must not keep its session alive. */
export function isAttended(): boolean {
  return Date.now() - lastSignAt < attentionMs
}
