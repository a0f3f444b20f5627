import { EditRefused } from '../platform/edit-refusal.ts'
import { problem } from './problem.ts'

/** Runs an edit; its refusal becomes the problem of the same code. */
export async function answerEdit<T>(edit: Promise<T>): Promise<T> {
  try {
    return await edit
  } catch (error) {
    if (!(error instanceof EditRefused)) throw error
    const { code, path, message } = error.refusal
    throw problem(code, { detail: message, ...(path === undefined ? {} : { errors: [{ path, message }] }) })
  }
}
