import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { type Campus, demoStudent } from './campus.ts'

/** Writes an archive of plain coloured pictures, one for each of the first students, and two that nobody can use. */
export async function writeDemoPictures(path: string, campus: Campus, count: number): Promise<void> {
  const archive = new ZipFile()
  const written = pipeline(archive.outputStream, createWriteStream(path))
  for (let n = 0; n < Math.min(count, campus.students); n++)
    archive.addBuffer(await picture(n), `${demoStudent(n).idnumber}.jpg`)
  archive.addBuffer(await picture(count), 'E999999.jpg')
  archive.addBuffer(
    Buffer.from('this is a text, whatever its name says'),
    `${demoStudent(count).idnumber}.png`,
  )
  archive.end()
  await written
}

/** Two halves of two colours: something to recognise. */
async function picture(n: number): Promise<Buffer> {
  const colour = (shift: number) => ({
    r: (n * 47 + shift) % 256,
    g: (n * 91 + 2 * shift) % 256,
    b: (n * 13 + shift) % 256,
  })
  // Loaded by the demonstration alone, not by every command.
  const { default: sharp } = await import('sharp')
  const half = await sharp({ create: { width: 240, height: 400, channels: 3, background: colour(120) } })
    .png()
    .toBuffer()
  return await sharp({ create: { width: 480, height: 400, channels: 3, background: colour(30) } })
    .composite([{ input: half, left: 240, top: 0 }])
    .jpeg({ quality: 80 })
    .toBuffer()
}
