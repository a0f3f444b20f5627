import { useRef } from 'react'

/** The furthest that a share has come: a bar never goes back, whatever order the news come in. */
export function useFurthest(share: number): number {
  const furthest = useRef(0)
  furthest.current = Math.max(furthest.current, share)
  return furthest.current
}
