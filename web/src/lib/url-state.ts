import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'

type UrlValues = Readonly<Record<string, string>>

/**
 * Filters, sort and the like live in the address, so that a link can be shared and « back » works:
 *
 *     const [filters, setFilters] = useUrlState({ q: '', state: '', sort: 'code' })
 *     setFilters({ state: 'failed' })
 *
 * What equals its default is left out of the address. A change replaces the entry of the browser's history unless
 * `push` is asked for.
 */
export function useUrlState<T extends UrlValues>(
  defaults: T,
): [{ [K in keyof T]: string }, (changes: { [K in keyof T]?: string }, how?: 'replace' | 'push') => void] {
  const [search, setSearch] = useSearchParams()
  // Callers write the defaults as a literal: their content, not their identity, decides.
  const shape = JSON.stringify(defaults)
  const state = useMemo(() => {
    const entries = Object.entries(JSON.parse(shape) as UrlValues)
    return Object.fromEntries(entries.map(([name, value]) => [name, search.get(name) ?? value]))
  }, [search, shape])
  const change = useCallback(
    (changes: { [K in keyof T]?: string }, how: 'replace' | 'push' = 'replace') => {
      const known = JSON.parse(shape) as UrlValues
      setSearch(
        (before) => {
          const after = new URLSearchParams(before)
          for (const [name, value] of Object.entries(changes) as [string, string | undefined][]) {
            if (value === undefined || value === known[name]) after.delete(name)
            else after.set(name, value)
          }
          return after
        },
        { replace: how === 'replace', preventScrollReset: true },
      )
    },
    [setSearch, shape],
  )
  return [state as { [K in keyof T]: string }, change]
}
