import { defineTexts } from '../../lib/texts.ts'

export const fileChoiceTexts = defineTexts({
  fr: {
    chooseFile: 'Choisissez un fichier',
    noFile: 'Aucun fichier choisi',
    drop: 'ou déposez-le ici',
    dropNow: 'Lâchez le fichier ici',
    oneFile: 'Un seul fichier à la fois : seul le premier a été pris.',
    sending: (name: string) => `Envoi de ${name}`,
    sendingShare: (share: string) => `${share} envoyés`,
    reading: 'Le serveur lit le fichier…',
    cancelSending: 'Annuler l’envoi',
  },
  en: {
    chooseFile: 'Choose a file',
    noFile: 'No file chosen',
    drop: 'or drop it here',
    dropNow: 'Drop the file here',
    oneFile: 'One file at a time: only the first was taken.',
    sending: (name: string) => `Sending ${name}`,
    sendingShare: (share: string) => `${share} sent`,
    reading: 'The server reads the file…',
    cancelSending: 'Cancel the upload',
  },
})
