import { gzipSync } from 'node:zlib'
import { packTar } from 'modern-tar'
import { ZipFile } from 'yazl'

/** The files of a small Moodle course backup, as Moodle names and writes them. */
export function backupFiles(
  sections: readonly { readonly number: number; readonly name: string | null; readonly summary?: string }[],
  format = 'weeks',
): Record<string, string> {
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n'
  const files: Record<string, string> = {
    'moodle_backup.xml': `${head}<moodle_backup><information><name>modele.mbz</name><type>course</type></information></moodle_backup>`,
    'course/course.xml': `${head}<course id="7" contextid="42"><shortname>MODELE</shortname><format>${format}</format></course>`,
    'users.xml': `${head}<users><user id="3"><username>testun</username></user></users>`,
  }
  for (const [at, { number, name, summary = '' }] of sections.entries())
    files[`sections/section_${100 + at}/section.xml`] = `${head}<section id="${100 + at}">
  <number>${number}</number>
  <name>${escaped(name ?? '$@NULL@$')}</name>
  <summary>${escaped(summary)}</summary>
  <visible>1</visible>
</section>`
  return files
}

export function zipped(files: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const zip = new ZipFile()
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name)
  zip.end()
  return gathered(zip.outputStream)
}

export async function gzippedTar(files: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const tar = await packTar(
    Object.entries(files).map(([name, text]) => ({
      header: { name, size: Buffer.byteLength(text) },
      body: text,
    })),
  )
  return gzipSync(tar)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

async function gathered(stream: NodeJS.ReadableStream): Promise<Uint8Array> {
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}
