/** No-break spaces where French typography wants them; sentences are written with plain ones. */
export function frenchSpacing(text: string): string {
  return text.replaceAll(/ ([:;?!»])/g, '\u00a0$1').replaceAll('« ', '«\u00a0')
}
