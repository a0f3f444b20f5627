import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sparticuz from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

const cache = fileURLToPath(new URL('../../node_modules/.cache/nocturne', import.meta.url))

/**
 * Starts the Chromium that npm brought, without a window. Its package would unpack itself into /tmp, where another
 * user's copy, or one cut short, stands in the way for ever: here it is unpacked beside the packages, wholly or not
 * at all. Its own flags are left aside too: they switch off the web's security, which the tests are about.
 */
export async function startBrowser(): Promise<Browser> {
  const folder = await unpacked()
  return await chromium.launch({
    executablePath: join(folder, 'chromium'),
    headless: true,
    // Under root Chromium refuses its sandbox; pages here are our own.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none'],
    env: { ...process.env, FONTCONFIG_FILE: join(folder, fontList) },
  })
}

/**
 * A machine without a single font draws empty boxes: the package brings some, for another folder than ours; arrows
 * and ticks come from the system, where it has them.
 */
const fontList = 'fonts.conf'

function fontsOf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`
}

let unpacking: Promise<string> | undefined

function unpacked(): Promise<string> {
  unpacking ??= unpack()
  return unpacking
}

async function unpack(): Promise<string> {
  const manifest = fileURLToPath(new URL('../package.json', import.meta.resolve('@sparticuz/chromium')))
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string }
  const folder = join(cache, `chromium-${version}`)
  if (existsSync(folder)) return folder
  await mkdir(dirname(folder), { recursive: true })
  const draft = await mkdtemp(`${folder}-`)
  const usual = process.env.TMPDIR
  process.env.TMPDIR = draft
  try {
    await sparticuz.executablePath()
  } finally {
    if (usual === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = usual
  }
  await writeFile(join(draft, fontList), fontsOf(folder))
  try {
    await rename(draft, folder)
  } catch (error) {
    // Another test file was quicker.
    if (!existsSync(folder)) throw error
    await rm(draft, { recursive: true, force: true })
  }
  return folder
}
