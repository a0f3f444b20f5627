import { mayIn } from './roles.ts'
import type { Session } from './session.ts'

export type ClosedApplication = Session['closed'][number]

/** The maintenance that keeps this account out of an application; undefined: it is let in. */
export function closedTo(session: Session, application: string): ClosedApplication | undefined {
  if (mayIn(session, application, 'administrator')) return undefined
  return session.closed.find((closed) => closed.application === application)
}

/** The maintenance that keeps this account out of everything it may see; undefined: something is left to it. */
export function closedAltogether(session: Session): ClosedApplication | undefined {
  const [first, ...others] = session.applications.map(({ code }) => closedTo(session, code))
  return others.every((closed) => closed !== undefined) ? first : undefined
}
