import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { type Schedule, weekdays } from './schedule.ts'
import { planned } from './test-schedule.ts'
import { describeSchedule } from './wording.ts'

const monTue = planned({ time: '01:00', weekdays: ['mon', 'tue'] })
const on15 = planned({ time: '02:00', dayOfMonth: 15 })

describe('the Programmation column', () => {
  test.each<[Schedule, string, string]>([
    // Weekdays
    [
      planned({ time: '01:00', weekdays: ['mon', 'tue', 'wed'] }),
      'Tous les lun, mar, mer à 01h00',
      'Every Mon, Tue, Wed at 01:00',
    ],
    [
      planned({ time: '22:30', weekdays }),
      'Tous les lun, mar, mer, jeu, ven, sam, dim à 22h30',
      'Every Mon, Tue, Wed, Thu, Fri, Sat, Sun at 22:30',
    ],
    [planned({ time: '05:00', weekdays: ['mon'] }), 'Tous les lun à 05h00', 'Every Mon at 05:00'],
    [planned({ time: '06:10' }), 'Aucun jour à 06h10', 'No day at 06:10'],
    // Weekdays of a period
    [
      { ...monTue, month: 9 },
      'Tous les lun, mar de septembre à 01h00',
      'Every Mon, Tue in September at 01:00',
    ],
    [{ ...monTue, month: 4 }, "Tous les lun, mar d'avril à 01h00", 'Every Mon, Tue in April at 01:00'],
    [{ ...monTue, month: 8 }, "Tous les lun, mar d'août à 01h00", 'Every Mon, Tue in August at 01:00'],
    [{ ...monTue, month: 10 }, "Tous les lun, mar d'octobre à 01h00", 'Every Mon, Tue in October at 01:00'],
    [
      { ...monTue, month: 9, year: 2027 },
      'Tous les lun, mar de septembre 2027 à 01h00',
      'Every Mon, Tue in September 2027 at 01:00',
    ],
    [{ ...monTue, year: 2027 }, 'Tous les lun, mar de 2027 à 01h00', 'Every Mon, Tue in 2027 at 01:00'],
    [planned({ time: '06:10', month: 8 }), "Aucun jour d'août à 06h10", 'No day in August at 06:10'],
    [
      planned({ time: '06:10', month: 5, year: 2027 }),
      'Aucun jour de mai 2027 à 06h10',
      'No day in May 2027 at 06:10',
    ],
    // Dates
    [on15, 'Le 15 de chaque mois à 02h00', 'On day 15 of every month at 02:00'],
    [{ ...on15, dayOfMonth: 1 }, 'Le 1 de chaque mois à 02h00', 'On day 1 of every month at 02:00'],
    [{ ...on15, month: 7 }, 'Le 15 juillet à 02h00', 'On 15 July at 02:00'],
    [{ ...on15, month: 7, year: 2027 }, 'Le 15 juillet 2027 à 02h00', 'On 15 July 2027 at 02:00'],
    [
      { ...on15, year: 2027 },
      'Le 15 de chaque mois de 2027 à 02h00',
      'On day 15 of every month of 2027 at 02:00',
    ],
    [{ ...on15, dayOfMonth: 29, month: 2 }, 'Le 29 février à 02h00', 'On 29 February at 02:00'],
    // Frequencies
    [{ ...monTue, everyMinutes: 15 }, 'Tous les lun, mar toutes les 15 min', 'Every Mon, Tue every 15 min'],
    [
      planned({ weekdays: ['sat'], everyMinutes: 90 }),
      'Tous les sam toutes les 90 min',
      'Every Sat every 90 min',
    ],
    [planned({ everyMinutes: 5 }), 'Aucun jour toutes les 5 min', 'No day every 5 min'],
    [
      { ...on15, everyMinutes: 1440 },
      'Le 15 de chaque mois toutes les 1440 min',
      'On day 15 of every month every 1440 min',
    ],
    [
      { ...monTue, month: 10, everyMinutes: 1 },
      "Tous les lun, mar d'octobre toutes les 1 min",
      'Every Mon, Tue in October every 1 min',
    ],
  ])('%j reads « %s », "%s"', (schedule, fr, en) => {
    expect(describeSchedule(schedule, 'fr')).toBe(fr)
    expect(describeSchedule(schedule, 'en')).toBe(en)
  })

  test.each<Partial<Schedule>>([
    { dayOfMonth: 30, month: 2 },
    { dayOfMonth: 31, month: 2, year: 2026 },
    { dayOfMonth: 31, month: 4 },
    { dayOfMonth: 29, month: 2, year: 2027 },
    { dayOfMonth: 0 },
    { dayOfMonth: 32 },
    { weekdays, month: 13 },
    { dayOfMonth: 31, month: 4, everyMinutes: 15 },
  ])('a stored date that never comes, %j, says so instead of breaking the screen', (fields) => {
    expect(describeSchedule(planned(fields), 'fr')).toBe('Date inexistante')
    expect(describeSchedule(planned(fields), 'en')).toBe('Impossible date')
  })

  test('a stored hour that is none is shown as it is', () => {
    expect(describeSchedule(planned({ time: '25:99', weekdays: ['mon'] }), 'fr')).toBe('Tous les lun à 25h99')
  })
})

describe('a schedule that is past for ever', () => {
  const present = { now: Temporal.Instant.from('2027-07-15T00:00:00Z'), zone: 'Europe/Paris' } // 02:00 in Paris

  test.each<[Partial<Schedule>, boolean]>([
    [{ time: '02:01', dayOfMonth: 15, month: 7, year: 2027 }, false],
    [{ time: '02:00', dayOfMonth: 15, month: 7, year: 2027 }, true],
    [{ weekdays: ['mon'], month: 6, year: 2027 }, true],
    [{ weekdays: ['mon'], month: 7, year: 2027 }, false],
    [{ weekdays, year: 2020 }, true],
    [{ weekdays, year: 2027 }, false],
    [{ month: 6, year: 2027 }, true],
    [{ month: 7, year: 2027 }, false],
    [{ weekdays: [] }, false],
    [{ dayOfMonth: 14, month: 7 }, false],
    [{ dayOfMonth: 14, month: 7, year: 2027, everyMinutes: 10 }, true],
    [{ dayOfMonth: 15, month: 7, year: 2027, everyMinutes: 10 }, false],
  ])('%j at 02:00 on 15/07/2027: %s', (fields, past) => {
    expect(describeSchedule(planned(fields), 'fr', present).endsWith(' (échu)')).toBe(past)
    expect(describeSchedule(planned(fields), 'en', present).endsWith(' (past)')).toBe(past)
  })

  test('it is said only to who gives the present', () => {
    const schedule = planned({ time: '05:00', weekdays: ['mon'], year: 2020 })
    expect(describeSchedule(schedule, 'fr')).toBe('Tous les lun de 2020 à 05h00')
    expect(describeSchedule(schedule, 'fr', present)).toBe('Tous les lun de 2020 à 05h00 (échu)')
  })
})
