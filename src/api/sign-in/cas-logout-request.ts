import { readStrictXml, rootOf, textOf, type XmlNode } from './strict-xml.ts'

const namespace = 'urn:oasis:names:tc:SAML:2.0:protocol'

/**
 * The ticket of the session that CAS wants ended (CAS Protocol 3.0, 2.3.3): the SessionIndex of a SAML LogoutRequest.
 * Null when the text is none.
 */
export function readCasLogoutRequest(text: string): string | null {
  const document = readStrictXml(text)
  const found = document === null ? null : rootOf(document, 'LogoutRequest', namespace)
  if (found === null) return null
  const index: XmlNode | undefined = found.root[`${found.prefix}SessionIndex`]
  return textOf(index)
}
