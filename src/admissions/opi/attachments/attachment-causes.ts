import type { Text } from '../../../platform/text.ts'

/** Why an attachment is not in the information system: the stable codes of `opi_attachment.cause`, as the log says them. */
export const attachmentCauses = {
  'file-absent': { fr: 'fichier absent du dépôt', en: 'file missing in the store' },
  'file-refused': { fr: 'fichier que le dépôt refuse de lire', en: 'file that the store refuses to read' },
  'empty-file': { fr: 'fichier vide', en: 'empty file' },
  'too-large': { fr: 'fichier trop gros', en: 'file too large' },
  'type-refused': { fr: 'type de fichier non accepté', en: 'type of file not accepted' },
  'file-damaged': {
    fr: 'le fichier du dépôt n’est plus celui qui a été déposé',
    en: 'the file in the store no longer is the one that was deposited',
  },
  'no-record': {
    fr: 'aucune pré-inscription à ce code dans le SI Scolarité',
    en: 'no pre-registration under this code in the information system',
  },
  refused: { fr: 'le SI Scolarité refuse la pièce', en: 'the information system refuses the attachment' },
  'not-stored': {
    fr: 'le SI Scolarité a accepté l’appel mais la pièce relue n’est pas celle envoyée',
    en: 'the information system took the call, but what is read there is not what was sent',
  },
  'newer-file': {
    fr: 'une autre formation a une pièce plus récente sous le même code',
    en: 'another course has a newer file under the same code',
  },
  unexpected: { fr: 'réponse inattendue', en: 'unexpected answer' },
} as const satisfies Record<string, Text>

export type AttachmentCause = keyof typeof attachmentCauses
