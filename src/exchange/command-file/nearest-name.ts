const longestCompared = 40

/** The name that a misspelt one most probably means: at most two letters added, lost, changed or exchanged. */
export function nearestName(name: string, names: readonly string[]): string | null {
  if (name.length > longestCompared) return null
  const lower = name.toLowerCase()
  const farthest = lower.length <= 3 ? 0 : lower.length <= 5 ? 1 : 2
  let nearest: string | null = null
  let distance = farthest + 1
  for (const candidate of names) {
    const found = editDistance(lower, candidate.toLowerCase())
    if (found < distance) {
      nearest = candidate
      distance = found
    }
  }
  return nearest
}

/** Damerau and Levenshtein's, neighbours exchanged counting as one. */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let least = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, before[j - 2]! + 1)
      next.push(least)
    }
    before = row
    row = next
  }
  return row[b.length]!
}
