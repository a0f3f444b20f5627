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
    asYouNeed: 'Selon vos usages',
    asYouNeedDetail: 'Rien de cela n’est demandé ; chaque batch dit ce qui lui manque encore.',
    needs: {
      appointments: 'Expéditeur et lieu des rappels de rendez-vous',
      vaccines: 'Source des vaccins',
      statistics: 'Adresse d’envoi des statistiques',
      loads: 'Données d’un autre logiciel',
    },
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
      encryption: {
        title: 'Donner une clé de chiffrement',
        detail:
          'Ce que disent les consultations et l’état d’avant une fusion sont chiffrés. Sans clé, aucun contenu de consultation n’est reçu et aucun dossier n’est fusionné. Fabriquez-la (openssl rand -base64 32), gardez-la hors de la base (NOCTURNE_ENCRYPTION_KEYS), puis redémarrez.',
        act: 'Voir l’état du système',
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
      letters: {
        title: 'Compléter le courrier de relance',
        detail: 'L’adresse du service, où revient le courrier non distribué, et la ville de la date.',
        act: 'Ouvrir les modèles',
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
    asYouNeed: 'As you need it',
    asYouNeedDetail: 'None of this is asked for; each batch tells what it still lacks.',
    needs: {
      appointments: 'Sender and place of appointment reminders',
      vaccines: 'Source of vaccines',
      statistics: 'Address that statistics are sent to',
      loads: 'Data of another software',
    },
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
      encryption: {
        title: 'Give an encryption key',
        detail:
          'What consultations say, and the state before a merge, are encrypted. Without a key no content of consultations is received and no record is merged. Make one (openssl rand -base64 32), keep it out of the database (NOCTURNE_ENCRYPTION_KEYS), then restart.',
        act: 'See the system state',
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
      letters: {
        title: 'Complete the letter of follow-ups',
        detail:
          'The address of the service, where undelivered letters come back, and the town before the date.',
        act: 'Open the templates',
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
