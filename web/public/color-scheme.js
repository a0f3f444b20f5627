// Runs before the first paint, so that a dark page never begins white. A file of its own because the
// content security policy allows no inline script; the key is that of src/app/color-scheme.ts.
;(() => {
  let wanted = 'auto'
  try {
    wanted = localStorage.getItem('nocturne.color-scheme') || 'auto'
  } catch {
    // Storage may be forbidden: the system's own scheme is as good.
  }
  const dark = wanted === 'dark' || (wanted === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
})()
