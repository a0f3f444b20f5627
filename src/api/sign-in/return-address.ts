/** Longer ones are nobody's bookmark. */
const longest = 2000

/**
 * Where to go after signing in: `wanted` when it is a path of this back-office, else its first page. A browser reads
 * `//other.example`, `/\other.example` and `/<tab>/other.example` as addresses of other hosts: none of them passes.
 */
export function returnAddress(wanted: string | undefined): string {
  if (wanted === undefined || wanted.length > longest || !wanted.startsWith('/')) return '/'
  const here = 'http://here.invalid'
  const url = URL.parse(wanted, here)
  if (url === null || url.origin !== here) return '/'
  const path = url.pathname + url.search + url.hash
  // `/.//other.example` is a path of ours that, written alone, would be a host.
  if (path.startsWith('//')) return '/'
  // Answers of the API are no pages; signing in again is no destination.
  return /^\/(api|sign-in)(\/|\?|#|$)/.test(path) ? '/' : path
}
