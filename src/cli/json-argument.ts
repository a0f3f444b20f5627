import { text } from 'node:stream/consumers'
import { badUsage } from './failure.ts'

/** A value given as JSON on the command line. */
export function readJson(given: string): unknown {
  try {
    return JSON.parse(given)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw badUsage({ fr: `JSON illisible : ${why}`, en: `Unreadable JSON: ${why}` })
  }
}

/** The same, where only an object makes sense: parameters. */
export function readJsonObject(given: string): Record<string, unknown> {
  const value = readJson(given)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw badUsage({
      fr: `Un objet JSON est attendu, pas ${given}`,
      en: `A JSON object is expected, not ${given}`,
    })
  return value as Record<string, unknown>
}

/** All of standard input. */
export async function readText(input: NodeJS.ReadableStream): Promise<string> {
  return await text(input)
}
