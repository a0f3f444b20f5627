/** A page that a browser has come to. */
export interface Page {
  readonly url: URL
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Every address on the way, the last one included. */
  readonly way: readonly string[]
}

/** What a browser does without a screen: cookies, redirections, forms. */
export interface ScriptedBrowser {
  /** Goes to an address and follows redirections; stays before the first one that `stopBefore` accepts. */
  visit(address: string | URL, options?: { stopBefore?: (address: URL) => boolean }): Promise<Page>
  /** Sends the first form of a page, with these values besides the hidden ones. */
  submit(
    page: Page,
    values: Readonly<Record<string, string>>,
    options?: { stopBefore?: (address: URL) => boolean },
  ): Promise<Page>
  /** The value of a cookie, of whatever path. */
  cookie(name: string): string | null
  setCookie(name: string, value: string): void
}

interface Cookie {
  readonly name: string
  readonly value: string
  readonly path: string
}

const mostRedirections = 15

/** All addresses are of this machine. As in browsers, one host's ports share their cookies. */
export function openScriptedBrowser(): ScriptedBrowser {
  let cookies: Cookie[] = []

  function keep(header: string, url: URL): void {
    const [pair, ...attributes] = header.split(';').map((part) => part.trim())
    const cut = pair!.indexOf('=')
    const told = new Map(
      attributes.map((attribute) => {
        const [name, ...value] = attribute.split('=')
        return [name!.toLowerCase(), value.join('=')] as const
      }),
    )
    const name = pair!.slice(0, cut)
    const path = told.get('path') ?? (url.pathname.replace(/\/[^/]*$/, '') || '/')
    cookies = cookies.filter((cookie) => cookie.name !== name || cookie.path !== path)
    const gone =
      told.get('max-age') === '0' ||
      (told.has('expires') && Date.parse(told.get('expires')!) < Date.now() && !told.has('max-age'))
    if (!gone) cookies.push({ name, value: pair!.slice(cut + 1), path })
  }

  function sentTo({ pathname }: URL): string {
    return cookies
      .filter(({ path }) => pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
  }

  async function go(
    start: URL,
    form: URLSearchParams | null,
    stopBefore: (address: URL) => boolean,
  ): Promise<Page> {
    let url = start
    let body = form
    const way: string[] = []
    for (let hop = 0; hop <= mostRedirections; hop++) {
      way.push(url.href)
      const response = await fetch(url, {
        redirect: 'manual',
        method: body === null ? 'GET' : 'POST',
        ...(body === null ? {} : { body }),
        headers: { cookie: sentTo(url), accept: 'text/html' },
      })
      for (const header of response.headers.getSetCookie()) keep(header, url)
      const text = await response.text()
      const location = response.headers.get('location')
      const next = location === null || response.status < 300 || response.status > 399 ? null : location
      const target = next === null ? null : new URL(next, url)
      if (target === null || stopBefore(target))
        return { url: target ?? url, status: response.status, headers: response.headers, text, way }
      url = target
      if (response.status !== 307 && response.status !== 308) body = null
    }
    throw new Error(`redirected in a circle: ${way.join(' → ')}`)
  }

  return {
    visit: (address, { stopBefore = () => false } = {}) => go(new URL(address), null, stopBefore),
    submit(page, values, { stopBefore = () => false } = {}) {
      const form = /<form\b([^>]*)>([\s\S]*?)<\/form>/i.exec(page.text)
      if (form === null) throw new Error(`no form on ${page.url}: ${page.text.slice(0, 300)}`)
      const fields = new URLSearchParams()
      for (const [input] of form[2]!.matchAll(/<input\b[^>]*>/gi)) {
        const name = attribute(input, 'name')
        if (name !== null && attribute(input, 'type') === 'hidden')
          fields.set(name, attribute(input, 'value') ?? '')
      }
      for (const [name, value] of Object.entries(values)) fields.set(name, value)
      return go(new URL(attribute(form[1]!, 'action') ?? '', page.url), fields, stopBefore)
    },
    cookie: (name) => cookies.find((cookie) => cookie.name === name)?.value ?? null,
    setCookie(name, value) {
      cookies = cookies.filter((cookie) => cookie.name !== name)
      cookies.push({ name, value, path: '/' })
    },
  }
}

function attribute(tag: string, name: string): string | null {
  const found = new RegExp(`\\b${name}\\s*=\\s*"([^"]*)"`, 'i').exec(tag)
  return found === null ? null : found[1]!.replaceAll('&amp;', '&').replaceAll('&quot;', '"')
}
