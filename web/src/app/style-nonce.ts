/**
 * The content security policy lets only those <style> elements in that carry the nonce of this very page; the server
 * writes it into <meta name="csp-nonce">. Two places make such elements: Mantine (its variables, `getStyleNonce`) and
 * the scroll lock of its modals, which looks for webpack's global.
 */
export function styleNonce(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')
  const nonce = meta?.content ?? ''
  return nonce.startsWith('{{') ? '' : nonce
}

export function announceNonce(): void {
  Object.assign(globalThis, { __webpack_nonce__: styleNonce() })
}
