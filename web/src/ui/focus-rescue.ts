/**
 * Called once a window has faded away. What it should have given the focus back to may be gone (a question inside a
 * window that closed with it, a button that the act has replaced): the keyboard then starts again at the top of what is
 * shown rather than at the top of the document. `selector` names a better place, where there is one.
 */
export function rescueFocus(selector?: string): void {
  // The window is told that it has faded away while its content is still there.
  setTimeout(() => {
    const { activeElement } = document
    const main = document.querySelector<HTMLElement>('main')
    // Of two windows that close together, the first may have come no further than the page.
    if (activeElement !== null && activeElement !== document.body && activeElement !== main) return
    const place = (selector === undefined ? null : document.querySelector<HTMLElement>(selector)) ?? main
    place?.focus({ preventScroll: true })
  }, 50)
}
