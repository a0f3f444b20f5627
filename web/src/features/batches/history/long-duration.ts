/** The duration of the histories (health.md 1.2): `59min 3sec`; minutes never roll into hours, nothing is padded. */
export function longDuration(seconds: number): string {
  return `${Math.floor(seconds / 60)}min ${seconds % 60}sec`
}
