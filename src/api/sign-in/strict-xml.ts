import { XMLParser, XMLValidator } from 'fast-xml-parser'

/** An element: its text when it has only that, else its attributes (`@name`) and children; several alike: an array. */
export type XmlNode = string | { readonly [name: string]: XmlNode } | readonly XmlNode[]

const references: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#text',
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: 30,
  entityDecoder: {
    decode: (text) =>
      text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hexadecimal, decimal, name) =>
        name === undefined
          ? String.fromCodePoint(hexadecimal ? Number.parseInt(hexadecimal, 16) : Number(decimal))
          : (references[name] ?? whole),
      ),
    setExternalEntities() {},
    addInputEntities() {},
    reset() {},
    setXmlVersion() {},
  },
})

/** Longer ones, in characters, are not what a sign-in service sends. */
const longest = 200_000

/**
 * Reads a well-formed XML document without a document type, hence without entities of its own: what expands to
 * gigabytes or fetches a file is refused before it is parsed. Null: refused.
 */
export function readStrictXml(text: string): { readonly [name: string]: XmlNode } | null {
  if (text.length > longest || /<!(?:DOCTYPE|ENTITY)/i.test(text)) return null
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-f]{1,6});)/i.test(withoutCdata(text))) return null
  try {
    return XMLValidator.validate(text) === true ? parser.parse(text) : null
  } catch {
    // Nested too deeply, reserved names, references to no character.
    return null
  }
}

const withoutCdata = (text: string) => text.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, '')

/** The text of an element that occurs once; null when it is absent, repeated, empty, or not only text. */
export function textOf(node: XmlNode | undefined): string | null {
  const text = typeof node === 'object' && !Array.isArray(node) ? onlyText(node as Children) : node
  return typeof text === 'string' && text !== '' ? text : null
}

type Children = { readonly [name: string]: XmlNode }

function onlyText(node: Children): XmlNode | undefined {
  return Object.keys(node).every((key) => key.startsWith('@') || key === '#text') ? node['#text'] : undefined
}

/** The children of an element that occurs once. */
export function childrenOf(node: XmlNode | undefined): Children | null {
  return typeof node === 'object' && !Array.isArray(node) ? (node as Children) : null
}

/**
 * The root element, if it is called `name` in `namespace`, and how its children of that namespace are written: with
 * the same prefix (`cas:user`), or with none.
 */
export function rootOf(
  document: Children,
  name: string,
  namespace: string,
): { readonly root: Children; readonly prefix: string } | null {
  const [entry, ...others] = Object.entries(document)
  if (entry === undefined || others.length > 0) return null
  const [tag, node] = entry
  const prefix = tag.slice(0, tag.length - name.length)
  if (prefix + name !== tag || !/^([A-Za-z_][\w.-]*:)?$/.test(prefix)) return null
  const root = childrenOf(node)
  const declared = prefix === '' ? '@xmlns' : `@xmlns:${prefix.slice(0, -1)}`
  return root !== null && root[declared] === namespace ? { root, prefix } : null
}
