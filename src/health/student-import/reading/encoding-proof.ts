import type { FileScan } from '../../../exchange/scan-file.ts'
import type { Text } from '../../../platform/text.ts'

/** What the bytes of a file prove of its encoding, in words. `linesWithUtf8`: those that hold a valid sequence. */
export function encodingProof(scan: FileScan, linesWithUtf8: number): { name: string; proof: Text } {
  if (scan.mark === 'utf-16')
    return {
      name: 'UTF-16',
      proof: {
        fr: 'Marque UTF-16 en tête du fichier',
        en: 'UTF-16 mark at the beginning of the file',
      },
    }
  if (scan.hasNul)
    return {
      name: 'binaire',
      proof: {
        fr: 'Octets nuls : ce n’est pas du texte',
        en: 'NUL bytes: this is no text',
      },
    }
  if (scan.mark === 'utf-8')
    return {
      name: 'UTF-8',
      proof: {
        fr: 'Marque UTF-8 (EF BB BF) en tête du fichier',
        en: 'UTF-8 mark (EF BB BF) at the beginning of the file',
      },
    }
  if (!scan.hasHighBytes)
    return {
      name: 'ASCII',
      proof: {
        fr: 'ASCII pur : aucun octet au-delà de 0x7F, lisible dans tous les encodages',
        en: 'Pure ASCII: no byte above 0x7F, the same in every encoding',
      },
    }
  if (scan.validUtf8)
    return {
      name: 'UTF-8',
      proof: {
        fr: 'Tous les octets 0x80–0xFF forment des séquences UTF-8 valides',
        en: 'All bytes 0x80–0xFF form valid UTF-8 sequences',
      },
    }
  const name = 'ISO-8859-1/Windows-1252'
  if (linesWithUtf8 === 0)
    return {
      name,
      proof: {
        fr: 'Aucune séquence UTF-8, octets 0x80–0xFF présents : ISO-8859-1/Windows-1252',
        en: 'No UTF-8 sequence, bytes 0x80–0xFF present: ISO-8859-1/Windows-1252',
      },
    }
  return {
    name,
    proof: {
      fr: `Octets 0x80–0xFF qui ne forment pas tous de l’UTF-8 : ISO-8859-1/Windows-1252. Lignes qui contiennent une séquence UTF-8, accents à vérifier : ${linesWithUtf8}`,
      en: `Bytes 0x80–0xFF that do not all form UTF-8: ISO-8859-1/Windows-1252. Lines that hold a UTF-8 sequence, accents to check: ${linesWithUtf8}`,
    },
  }
}
