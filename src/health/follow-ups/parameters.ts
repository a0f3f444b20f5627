import { z } from 'zod'

/** Parameters that the batches of follow-ups share (health.md 2.7), with their captions. */

export const usualReminderDays = 30

export const reminderDays = z
  .int()
  .min(1)
  .max(365)
  .default(usualReminderDays)
  .describe('Jours entre la lettre et son rappel (la même valeur pour LIS_RAP et REL_CRA)')

export const windowDays = z
  .int()
  .min(0)
  .max(365)
  .default(7)
  .describe('Jours pendant lesquels ce qui a été édité est listé aussi')

export const lettersPerFile = z.int().min(1).max(10_000).default(2000).describe('Lettres par PDF, au plus')

export const familyAddressAllowed = z
  .boolean()
  .default(false)
  .describe("Écrire à l'adresse familiale à défaut d'adresse personnelle (le secret médical s'y oppose)")
