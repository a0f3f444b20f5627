import { defineTexts } from '../../lib/texts.ts'

export const firstStepsTexts = defineTexts({
  fr: {
    title: 'Premiers pas',
    description:
      'De quoi passer une première nuit tranquille. L’ordre est conseillé, rien n’est obligatoire.',
    progress: (done: number, all: number) => `${done} étapes sur ${all}`,
    done: 'fait',
    todo: 'à faire',
    allDone: 'Tout est prêt',
    allDoneDetail: 'La nuit peut venir. Vous retrouverez chaque réglage dans le menu.',
    toNight: 'Voir la nuit',
    steps: {
      administrator: {
        title: 'Créer le compte de l’administrateur',
        detail: 'C’est celui avec lequel vous êtes connecté.',
        act: 'Voir mon compte',
      },
      mail: {
        title: 'Brancher le courriel',
        detail:
          'Sans lui, ni alerte, ni rapport, ni invitation ne partent. Indiquez le serveur de messagerie (NOCTURNE_SMTP_URL), redémarrez, puis envoyez un courriel d’essai.',
        act: 'Essayer le courriel',
      },
      'import-directory': {
        title: 'Indiquer le répertoire de dépôt',
        detail: 'Là où la scolarité dépose chaque nuit le fichier des étudiants.',
        act: 'Régler le répertoire',
      },
      nomenclatures: {
        title: 'Charger les nomenclatures',
        detail: 'Pays, diplômes, composantes… : les codes que le fichier des étudiants emploie.',
        act: 'Ouvrir les nomenclatures',
      },
      schedule: {
        title: 'Programmer le premier batch',
        detail: 'Mettez en service l’importation de la nuit et choisissez son heure.',
        act: 'Ouvrir les batches',
      },
      colleagues: {
        title: 'Inviter des collègues',
        detail: 'Un opérateur pour regarder la nuit le matin, un second administrateur pour vos congés.',
        act: 'Inviter',
      },
      alerts: {
        title: 'Choisir vos alertes',
        detail: 'Ce qui mérite un courriel, et le bilan de chaque matin.',
        act: 'Choisir mes alertes',
      },
    },
  },
  en: {
    title: 'First steps',
    description: 'What it takes to spend a first quiet night. The order is advised, nothing is compulsory.',
    progress: (done: number, all: number) => `${done} steps out of ${all}`,
    done: 'done',
    todo: 'to do',
    allDone: 'All is ready',
    allDoneDetail: 'The night may come. You will find each of these again in the menu.',
    toNight: 'See the night',
    steps: {
      administrator: {
        title: 'Create the administrator’s account',
        detail: 'It is the one you are signed in with.',
        act: 'See my account',
      },
      mail: {
        title: 'Connect the mail',
        detail:
          'Without it no alert, report or invitation gets out. Give the mail server (NOCTURNE_SMTP_URL), restart, then send a test e-mail.',
        act: 'Try the mail',
      },
      'import-directory': {
        title: 'Give the drop directory',
        detail: 'Where the registry puts the students’ file every night.',
        act: 'Set the directory',
      },
      nomenclatures: {
        title: 'Load the code lists',
        detail: 'Countries, degrees, faculties…: the codes that the students’ file uses.',
        act: 'Open the code lists',
      },
      schedule: {
        title: 'Plan the first batch',
        detail: 'Put the nightly import into service and choose its time.',
        act: 'Open the batches',
      },
      colleagues: {
        title: 'Invite colleagues',
        detail: 'An operator to look at the night in the morning, a second administrator for your holidays.',
        act: 'Invite',
      },
      alerts: {
        title: 'Choose your alerts',
        detail: 'What deserves an e-mail, and the summary of each morning.',
        act: 'Choose my alerts',
      },
    },
  },
})
