/**
 * The message of an error, without the values that PostgreSQL quotes in those of class 22 (data exceptions): what somebody typed
 * or was imported, `invalid input syntax for type date: "…"`. Names of constraints and columns, in other classes, stay.
 */
export function withoutQuotedValues(error: Error, text: string = error.message): string {
  const { code } = error as { code?: unknown }
  if (typeof code !== 'string' || !/^22[0-9A-Z]{3}$/.test(code)) return text
  // Greedy on purpose: a value may hold quotation marks and line ends.
  return text.replace(error.message, () => error.message.replace(/"[\s\S]*"/, '"…"'))
}
