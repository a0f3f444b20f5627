import type { FileFault } from '../../../exchange/command-file/file-fault.ts'
import type { LineMessage } from '../../../exchange/command-file/verdict.ts'
import type { Text } from '../../../platform/text.ts'

/** What archives of pictures and their entries are told; an entry is called by its name, since it has no line. */

function archiveFault(code: string, text: Text): FileFault {
  return { code, line: null, column: null, text }
}

export function corruptArchive(): FileFault {
  return archiveFault('CORRUPT_ARCHIVE', {
    fr: "Ce fichier n'est pas une archive ZIP lisible : refaites-la et déposez-la de nouveau",
    en: 'This file is no readable ZIP archive: make it again and drop it again',
  })
}

export function unsafePath(name: string): FileFault {
  const shown = name.replaceAll(/\p{Cc}/gu, '\ufffd').slice(0, 100)
  return archiveFault('UNSAFE_PATH', {
    fr: `Archive refusée : l'entrée « ${shown} » a un chemin qui sort de l'archive`,
    en: `Archive refused: the path of the entry "${shown}" leads out of it`,
  })
}

export function tooLargeUnpacked(most: number): FileFault {
  const size = Math.floor(most / (1024 * 1024))
  return archiveFault('TOO_LARGE_UNPACKED', {
    fr: `Archive refusée : décompressée, elle dépasse ${size} Mio ; partagez-la en plusieurs`,
    en: `Archive refused: unpacked, it is larger than ${size} MiB; split it`,
  })
}

export function tooManyEntries(count: number, most: number): FileFault {
  return archiveFault('TOO_MANY_ENTRIES', {
    fr: `Archive refusée : elle a ${count} entrées, ${most} sont admises ; partagez-la en plusieurs`,
    en: `Archive refused: it has ${count} entries, ${most} are accepted; split it`,
  })
}

const entryFaults = {
  ENCRYPTED_ENTRY: {
    fr: 'entrée chiffrée : refaites l’archive sans mot de passe',
    en: 'encrypted entry: make the archive without a password',
  },
  NESTED_ARCHIVE: {
    fr: 'archive dans l’archive : mettez les images directement dans le ZIP',
    en: 'an archive in the archive: put the images into the ZIP themselves',
  },
  NO_EXTENSION: {
    fr: 'nom sans extension : appelez le fichier .jpg, .png, .gif ou .webp',
    en: 'name without extension: call the file .jpg, .png, .gif or .webp',
  },
  UNEXPECTED_EXTENSION: {
    fr: 'extension inattendue : une image .jpg, .png, .gif ou .webp est attendue',
    en: 'unexpected extension: a .jpg, .png, .gif or .webp image is expected',
  },
  IMAGE_TOO_LARGE: {
    fr: 'fichier de plus de 5 Mio : réduisez l’image',
    en: 'file of more than 5 MiB: make the image smaller',
  },
  UNREADABLE_ENTRY: {
    fr: 'entrée abîmée ou compressée d’une façon inconnue : refaites l’archive',
    en: 'entry damaged, or packed in an unknown way: make the archive again',
  },
  NOT_AN_IMAGE: {
    fr: 'ce n’est pas une image, quel que soit son nom',
    en: 'this is no image, whatever its name',
  },
  DAMAGED_IMAGE: {
    fr: 'image abîmée : elle ne peut être lue jusqu’au bout',
    en: 'damaged image: it cannot be read to its end',
  },
  TOO_MANY_PIXELS: {
    fr: 'image de plus de 40 millions de points : réduisez-la',
    en: 'image of more than 40 million pixels: make it smaller',
  },
} as const

export function entryFault(code: keyof typeof entryFaults, name: string): LineMessage {
  const { fr, en } = entryFaults[code]
  return { severity: 'error', code, text: { fr: `${name} : ${fr}`, en: `${name}: ${en}` } }
}

export function ofEntry(name: string, message: LineMessage): LineMessage {
  return { ...message, text: { fr: `${name} : ${message.text.fr}`, en: `${name}: ${message.text.en}` } }
}

export function secondPicture(name: string): LineMessage {
  return {
    severity: 'error',
    code: 'SECOND_PICTURE',
    text: {
      fr: `${name} : l'archive a déjà une image de cet utilisateur ; n'en gardez qu'une`,
      en: `${name}: the archive has an image of this user already; keep one only`,
    },
  }
}

export function pictureSet(name: string, username: string): LineMessage {
  return {
    severity: 'info',
    code: 'PICTURE_SET',
    text: { fr: `${name} : image de ${username}`, en: `${name}: picture of ${username}` },
  }
}

export function pictureKept(name: string, username: string, why: 'same' | 'protected'): LineMessage {
  return {
    severity: 'info',
    code: why === 'same' ? 'SAME_PICTURE' : 'PICTURE_KEPT',
    text:
      why === 'same'
        ? {
            fr: `${name} : ${username} a déjà cette image`,
            en: `${name}: ${username} has this picture already`,
          }
        : {
            fr: `${name} : ${username} a déjà une image, gardée`,
            en: `${name}: ${username} has a picture already, which is kept`,
          },
  }
}
