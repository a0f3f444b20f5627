import { fileURLToPath } from 'node:url'

// `npm ci` builds the back-office. `npm ci --omit=dev` has no Vite: then the web/dist that came along is served.
const installed = (() => {
  try {
    return import.meta.resolve('vite') !== ''
  } catch {
    return false
  }
})()

if (installed) {
  const { build } = await import('vite')
  await build({ root: fileURLToPath(new URL('.', import.meta.url)), logLevel: 'warn' })
}
