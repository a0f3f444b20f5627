/** `+02:07.345` since the start of the run; minutes do not roll into hours. */
export function sinceStart(at: string, startedAt: string | null): string {
  if (startedAt === null) return ''
  const ms = Date.parse(at) - Date.parse(startedAt)
  const sign = ms < 0 ? '-' : '+'
  const whole = Math.abs(ms)
  const minutes = String(Math.floor(whole / 60_000)).padStart(2, '0')
  const seconds = ((whole % 60_000) / 1_000).toFixed(3).padStart(6, '0')
  return `${sign}${minutes}:${seconds}`
}
