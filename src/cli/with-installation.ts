import { registerBatches } from '../batch/register-batches.ts'
import { type Installation, openInstallation } from '../installation.ts'
import type { Cli } from './cli.ts'
import { exitCodes } from './exit-codes.ts'
import { CommandFailure } from './failure.ts'

/**
 * Opens the installation for the length of one command. The table of batches is made to agree with the program
 * first, so that a new installation can be looked at and planned before its first start.
 */
export async function withInstallation<T>(
  cli: Cli,
  work: (installation: Installation) => Promise<T>,
): Promise<T> {
  const installation = await openInstallation(cli.configuration())
  let interrupt: (failure: CommandFailure) => void = () => {}
  const interrupted = new Promise<never>((_, reject) => {
    interrupt = reject
  })
  // Ctrl-C leaves the database server in good order; a command that knows better handles it itself.
  const forget = cli.signals.handle(() =>
    interrupt(
      new CommandFailure(exitCodes.interrupted, 'INTERRUPTED', { fr: 'Interrompu', en: 'Interrupted' }),
    ),
  )
  try {
    const { database, catalogue, place } = installation
    await registerBatches(database, catalogue, { now: await installation.now(), zone: place.timeZone })
    return await Promise.race([work(installation), interrupted])
  } finally {
    forget()
    await installation.stop()
  }
}
