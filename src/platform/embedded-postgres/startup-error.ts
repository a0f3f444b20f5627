/**
 * The database server could not be had. The message says what is wrong and what to do about it; it is
 * meant for the person who started the program.
 */
export class DatabaseStartError extends Error {
  readonly code = 'DATABASE_START'
}
