/** The texts of admissions.md 1.6: `45 sec`, `01 min`, `02 min, 30 sec`. */
interface PeriodTexts {
  seconds(seconds: string): string
  minutes(minutes: string): string
  both(minutes: string, seconds: string): string
}

export function checkPeriod(milliseconds: number, texts: PeriodTexts): string {
  const total = Math.round(milliseconds / 1_000)
  const minutes = String(Math.floor(total / 60)).padStart(2, '0')
  const seconds = String(total % 60).padStart(2, '0')
  if (total < 60) return texts.seconds(seconds)
  return total % 60 === 0 ? texts.minutes(minutes) : texts.both(minutes, seconds)
}
