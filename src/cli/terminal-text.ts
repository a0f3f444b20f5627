/**
 * A text as a terminal may be given it. Names of files and what is in them come from outside: an escape sequence among them
 * would colour, hide or rewrite what the person sees, or speak to the terminal. Tabs and line ends stay.
 */
export function terminalText(text: string): string {
  return text.replaceAll(/(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
}
