import type { RunContext } from '../../batch/run-context.ts'
import type { Text } from '../../platform/text.ts'
import {
  type VaccineSourceKind,
  vaccineCredential,
  vaccinePageSize,
  vaccineSource,
  vaccineUrl,
} from './settings.ts'
import { vaccineFilePath } from './sources/given-file.ts'
import { httpsJsonSource } from './sources/https-json.ts'
import { jsonFileSource } from './sources/json-file.ts'
import type { VaccineSource } from './vaccine-source.ts'

type ChooseContext = Pick<RunContext, 'settings' | 'clock' | 'place'>

/** The source that is set, or that a request asks for; a text that says what is still to be set. */
export async function chooseSource(
  { settings, clock, place }: ChooseContext,
  asked: VaccineSourceKind | null = null,
): Promise<VaccineSource | Text> {
  const kind = asked ?? (await settings.get(vaccineSource))
  if (kind === 'none') return notSet
  if (kind === 'file') return jsonFileSource(vaccineFilePath(place.dataDirectory))
  const url = await settings.get(vaccineUrl)
  if (url === null) return noAddress
  return httpsJsonSource({
    url,
    credential: await settings.get(vaccineCredential),
    pageSize: await settings.get(vaccinePageSize),
    clock,
  })
}

export function isSource(chosen: VaccineSource | Text): chosen is VaccineSource {
  return 'list' in chosen
}

const notSet: Text = {
  fr: "aucune source de vaccins n'est choisie : réglez health.vaccines.source dans les paramètres",
  en: 'no source of vaccines is chosen: set health.vaccines.source in the settings',
}
const noAddress: Text = {
  fr: "l'adresse de la liste des vaccins manque : réglez health.vaccines.url dans les paramètres",
  en: 'the address of the list of vaccines is missing: set health.vaccines.url in the settings',
}
