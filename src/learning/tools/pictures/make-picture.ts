import { createHash } from 'node:crypto'
import type { Picture } from '../../driver/operation.ts'

/** Loaded with the first picture: the server starts without the decoder. One thread an image, nothing kept. */
async function decoder() {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  return sharp
}

/** Side of what is shown, in pixels; smaller images are not blown up. */
const side = 512
/** 40 megapixels: beyond what telephones take, and decoded in some hundred megabytes at the worst. */
const mostPixels = 40_000_000

export type MadePicture =
  | { readonly ok: true; readonly picture: Picture }
  | { readonly ok: false; readonly why: 'not-an-image' | 'damaged' | 'too-many-pixels' }

/** The sums of a source image: the same sums make the same picture. */
export function sumsOf(bytes: Uint8Array): { readonly sha256: string; readonly md5: string } {
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    md5: createHash('md5').update(bytes).digest('hex'),
  }
}

/**
 * Decodes an image wholly and makes an avatar of it: upright as its EXIF says, cut square around the middle, 512 × 512
 * at most, WebP, without whatever its metadata told about the person or the place.
 */
export async function makePicture(bytes: Buffer, sourceName: string): Promise<MadePicture> {
  // Only these reach the decoder: it would also take formats that run programs or fetch files.
  if (!isPhotograph(bytes)) return { ok: false, why: 'not-an-image' }
  const sharp = await decoder()
  try {
    // Of the header alone, and without a limit: to tell an image that is too large from a damaged one.
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata()
    if (width * height > mostPixels) return { ok: false, why: 'too-many-pixels' }
    const square = Math.min(side, width, height)
    const { data, info } = await sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', pages: 1 })
      .autoOrient()
      .resize(square, square, { fit: 'cover', position: 'centre' })
      .webp({ quality: 82 })
      .toBuffer({ resolveWithObject: true })
    return {
      ok: true,
      picture: {
        sourceName,
        mime: 'image/webp',
        ...sumsOf(bytes),
        width: info.width,
        height: info.height,
        content: data,
      },
    }
  } catch {
    return { ok: false, why: 'damaged' }
  }
}

/** By its first bytes: JPEG, PNG, GIF or WebP. */
function isPhotograph(bytes: Buffer): boolean {
  const begins = (text: string, at = 0) => bytes.subarray(at, at + text.length).toString('latin1') === text
  return (
    begins('\xff\xd8\xff') ||
    begins('\x89PNG\r\n\x1a\n') ||
    begins('GIF87a') ||
    begins('GIF89a') ||
    (begins('RIFF') && begins('WEBP', 8))
  )
}
