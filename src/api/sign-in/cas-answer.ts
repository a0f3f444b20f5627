import { childrenOf, readStrictXml, rootOf, textOf } from './strict-xml.ts'

/** What CAS says of a ticket (CAS Protocol 3.0, 2.5.2 and 2.5.3). */
export type CasAnswer =
  | {
      readonly ok: true
      readonly user: string
      /** Attributes of one value, by their names without prefix. */
      readonly attributes: ReadonlyMap<string, string>
    }
  /** CAS's code, such as INVALID_TICKET; `UNREADABLE` when the answer is none of the protocol. */
  | { readonly ok: false; readonly code: string }

const namespace = 'http://www.yale.edu/tp/cas'
const unreadable: CasAnswer = { ok: false, code: 'UNREADABLE' }

export function readCasAnswer(text: string): CasAnswer {
  const document = readStrictXml(text)
  const found = document === null ? null : rootOf(document, 'serviceResponse', namespace)
  if (found === null) return unreadable
  const { root, prefix } = found
  const success = childrenOf(root[`${prefix}authenticationSuccess`])
  const failure = root[`${prefix}authenticationFailure`]
  if (success === null) {
    const code = childrenOf(failure)?.['@code']
    return typeof code === 'string' && /^[A-Z_]{1,60}$/.test(code) ? { ok: false, code } : unreadable
  }
  const user = textOf(success[`${prefix}user`])
  if (failure !== undefined || user === null) return unreadable
  const attributes = new Map<string, string>()
  for (const [name, node] of Object.entries(childrenOf(success[`${prefix}attributes`]) ?? {})) {
    const value = textOf(node)
    if (value !== null && name.startsWith(prefix)) attributes.set(name.slice(prefix.length), value)
  }
  return { ok: true, user, attributes }
}
