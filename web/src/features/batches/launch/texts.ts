import { defineTexts } from '../../../lib/texts.ts'

export const launchTexts = defineTexts({
  fr: {
    title: 'Exécution du batch',
    // The very words of the documents, with their spelling: users know them, and so do scripts.
    question: (code: string) => `Etes vous sûr de vouloir lancer le batch ${code} maintenant?`,
    runningNow: (code: string) => `Une exécution de ${code} est en cours : la nouvelle attendra son tour.`,
    dangerous: 'Ce batch détruit des données. Voici ce qu’il toucherait en ce moment :',
    counting: 'Calcul de ce qui serait touché…',
    nothingCounted: 'Le batch n’annonce aucun chiffre.',
    started: (code: string) => `Le batch ${code} démarrera dans un instant`,
    startedAfter: (code: string) => `Le batch ${code} démarrera dès que l’exécution en cours sera terminée`,
    follow: 'Suivre l’exécution',
    cancelTitle: 'Confirmation',
    cancelQuestion: (code: string) => `Annuler la demande de lancement du batch ${code} ?`,
    cancelled: (code: string) => `Demande de lancement du batch ${code} annulée`,
    alreadyStarted: (code: string) =>
      `Le batch ${code} est déjà en cours : la demande ne peut plus être annulée, mais l’exécution peut être arrêtée.`,
    stopTitle: 'Arrêter l’exécution',
    stopQuestion: (code: string) => `Arrêter l’exécution en cours du batch ${code} ?`,
    stopDetail: 'Le batch s’arrête à la fin de son étape. Ce qu’il a déjà enregistré reste.',
    stopping: (code: string) => `Arrêt demandé : le batch ${code} finit son étape`,
    stop: 'Arrêter',
    noRequest: (code: string) => `La demande n’existe plus : le batch ${code} a démarré ou s’est terminé.`,
  },
  en: {
    title: 'Batch execution',
    question: (code: string) => `Are you sure you want to launch batch ${code} now?`,
    runningNow: (code: string) => `A run of ${code} is in progress: the new one will wait its turn.`,
    dangerous: 'What this batch does cannot be undone. This is what it would touch at this moment:',
    counting: 'Counting what would be touched…',
    nothingCounted: 'The batch announces no figures.',
    started: (code: string) => `Batch ${code} will start in a moment`,
    startedAfter: (code: string) => `Batch ${code} will start as soon as the run in progress has ended`,
    follow: 'Follow the run',
    cancelTitle: 'Confirmation',
    cancelQuestion: (code: string) => `Cancel the request to launch batch ${code}?`,
    cancelled: (code: string) => `Request to launch batch ${code} cancelled`,
    alreadyStarted: (code: string) =>
      `Batch ${code} is already in progress: the request can no longer be cancelled, but the run can be stopped.`,
    stopTitle: 'Stop the run',
    stopQuestion: (code: string) => `Stop the run of batch ${code} that is in progress?`,
    stopDetail: 'The batch stops at the end of its step. What it has already recorded stays.',
    stopping: (code: string) => `Stop requested: batch ${code} finishes its step`,
    stop: 'Stop',
    noRequest: (code: string) => `The request no longer exists: batch ${code} has started or ended.`,
  },
})
