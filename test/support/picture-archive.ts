import sharp, { type Sharp } from 'sharp'
import yauzl from 'yauzl'
import yazl from 'yazl'

/** A ZIP of these files. */
export async function zipOf(files: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  for (const [name, bytes] of Object.entries(files)) zip.addBuffer(bytes, name)
  zip.end()
  return await wholeOf(zip.outputStream as AsyncIterable<Buffer>)
}

/** What a ZIP holds, by name, in its own order. */
export async function unzipped(bytes: Buffer): Promise<Record<string, Buffer>> {
  const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true })
  const files: Record<string, Buffer> = {}
  for await (const entry of zip.eachEntry())
    files[entry.fileName] = await wholeOf((await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>)
  return files
}

/** A plain image, told from others by its red. */
export function image(red: number, width = 60, height = 40): Sharp {
  return sharp({ create: { width, height, channels: 3, background: { r: red, g: 90, b: 40 } } })
}

async function wholeOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
