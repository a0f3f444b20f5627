import { counted } from '../../lib/counted.ts'
import { defineTexts } from '../../lib/texts.ts'

const fr = (one: string, other: string) => (n: number) => counted('fr', n, one, other)
const en = (one: string, other: string) => (n: number) => counted('en', n, one, other)

/** A delivery by SFTP, as an agent would do it. */
const session = (directory: string) =>
  [
    `put alock.txt ${directory}/alock.txt`,
    `put enrols.csv ${directory}/enrols.csv.part`,
    `rename ${directory}/enrols.csv.part ${directory}/enrols.csv`,
    `rm ${directory}/alock.txt`,
  ].join('\n')

export const dropTexts = defineTexts({
  fr: {
    title: 'Répertoire de dépôt',
    description:
      'Les autres systèmes y déposent leurs fichiers, en général par SFTP. Nocturne les récupère avant chaque traitement, jamais à moitié, jamais deux fois.',
    pullNow: 'Récupérer maintenant',
    pullAsked: 'Récupération demandée.',
    verdicts: {
      good: 'Tout va bien',
      absent: 'Pas encore créé',
      blocked: 'Rien n’est récupéré',
      locked: 'Verrouillé',
      quarantine: 'Des fichiers sont en quarantaine',
    },
    sentences: {
      absent: 'Le répertoire sera créé à la première récupération.',
      notWritable: 'Nocturne ne peut pas écrire dans ce répertoire : vérifiez ses droits.',
      oldLock: (name: string) => `Le verrou ${name} est trop ancien.`,
      locked: {
        'alock.txt': 'Un agent dépose des fichiers : la récupération attend qu’il ait fini.',
        'lock.txt': 'Une récupération est en cours.',
      },
      quarantine: (n: number) =>
        n < 2
          ? '1 fichier n’a pas pu être pris tel quel : sa raison est écrite plus bas.'
          : `${n} fichiers n’ont pas pu être pris tels quels : leurs raisons sont écrites plus bas.`,
      ready: (n: number) =>
        n === 0
          ? 'Aucun fichier n’attend.'
          : n === 1
            ? '1 fichier sera pris à la prochaine récupération.'
            : `${n} fichiers seront pris à la prochaine récupération.`,
    },
    locks: 'Verrous',
    locksMore: 'Tant qu’un verrou est là, personne ne touche aux fichiers de l’autre.',
    lockMeans: {
      'alock.txt': 'un agent extérieur dépose des fichiers',
      'lock.txt': 'Nocturne récupère des fichiers',
    },
    lockAdvice: {
      'alock.txt':
        'La livraison distante est sans doute en défaut. Vérifiez l’agent ; s’il est arrêté, supprimez ce fichier.',
      'lock.txt':
        'Une récupération n’a pas pu finir. Nocturne reprend la main dès que son auteur est mort, ou que le verrou a deux fois cet âge.',
    },
    since: 'Depuis le',
    alarmSent: 'Alarme envoyée le',
    waiting: 'Dans le répertoire',
    waitingMore: 'Actualisé toutes les 5 secondes.',
    waitingEmpty: 'Le répertoire est vide',
    waitingEmptyMore: 'Les fichiers déposés apparaîtront ici, avec la raison pour laquelle ils attendent.',
    file: 'Fichier',
    size: 'Taille',
    modified: 'Modifié le',
    why: 'Pourquoi il attend',
    takenBy: 'Outil',
    takenByNone: 'aucun : nom non configuré',
    whys: {
      'next-pull': 'la prochaine récupération le prendra',
      growing: 'encore en cours d’écriture',
      locked: 'le répertoire est verrouillé',
      hidden: 'nom caché (commence par un point) : laissé là',
      omitted: 'nom omis (commence par _) : laissé là',
      'partial-name': 'nom provisoire (.part, .tmp, .filepart)',
      'no-done-marker': 'son marqueur .done n’est pas là',
      companion: 'le fichier qu’il accompagne n’est pas là',
      'left-behind': 'déjà pris, mais n’a pas pu être retiré',
      directory: 'dossier : laissé là',
      link: 'lien symbolique : laissé là',
      other: 'n’est pas un fichier ordinaire : laissé là',
    },
    quarantine: 'Quarantaine',
    quarantineMore:
      'Mis de côté dans _quarantaine, chacun avec un fichier .raison.txt. Corrigez la cause et redéposez-les.',
    setAside: 'Mis de côté le',
    reason: 'Raison',
    alarms: 'Alarmes',
    alarmsMore: 'Une par incident et par jour, puis une quand il est résolu.',
    solved: 'Résolu le',
    notSolved: 'Pas encore résolu',
    pulls: 'Dernières récupérations',
    pullsEmpty: 'Aucune récupération pour l’instant',
    pullsEmptyMore: 'Chaque traitement commence par une ; vous pouvez aussi en demander une ici.',
    when: 'Quand',
    taken: 'Fichiers pris',
    nothingTaken: 'rien à prendre',
    nothingTakenTimes: (n: number) => `rien à prendre, ${n} fois de suite`,
    sinceThe: 'depuis le',
    left: 'Laissés',
    otherFiles: fr('autre', 'autres'),
    quarantinedCount: fr('mis en quarantaine', 'mis en quarantaine'),
    howTo: 'Alimenter le répertoire',
    howToMore: 'À transmettre à qui dépose les fichiers.',
    steps: {
      account: 'Réservez un compte de service en SFTP (plutôt que FTP), limité à ce répertoire.',
      lock: 'Au début du transfert, créez alock.txt : Nocturne ne touche plus à rien.',
      rename: 'Envoyez chaque fichier sous un nom provisoire (.part), puis renommez-le.',
      unlock: 'À la fin, supprimez alock.txt. Si vous voyez lock.txt, attendez qu’il ait disparu.',
      names:
        'Inscrivez les noms des fichiers dans les réglages des outils, puis mettez leurs batches en service.',
    },
    example: 'Exemple de session SFTP',
    session,
    omitted:
      'Facultatif : x.csv.sha256 à côté de x.csv est vérifié ; les noms qui commencent par un point ou par _ ne sont jamais pris.',
    settings: 'Réglages du répertoire',
    settingsMore: 'Chaque changement vaut aussitôt et s’inscrit au journal.',
    allSettings: 'Tout le paramétrage',
  },
  en: {
    title: 'Drop directory',
    description:
      'Other systems leave their files here, usually by SFTP. Nocturne pulls them before each run: never half of one, never twice.',
    pullNow: 'Pull now',
    pullAsked: 'Pull requested.',
    verdicts: {
      good: 'All is well',
      absent: 'Not created yet',
      blocked: 'Nothing is pulled',
      locked: 'Locked',
      quarantine: 'Files are in quarantine',
    },
    sentences: {
      absent: 'The directory will be created by the first pull.',
      notWritable: 'Nocturne cannot write to this directory: check its permissions.',
      oldLock: (name: string) => `The lock ${name} is too old.`,
      locked: {
        'alock.txt': 'An agent is leaving files: the pull waits until it has finished.',
        'lock.txt': 'A pull is under way.',
      },
      quarantine: (n: number) =>
        n === 1
          ? '1 file could not be taken as it is: its reason is below.'
          : `${n} files could not be taken as they are: their reasons are below.`,
      ready: (n: number) =>
        n === 0
          ? 'No file waits.'
          : n === 1
            ? '1 file will be taken by the next pull.'
            : `${n} files will be taken by the next pull.`,
    },
    locks: 'Locks',
    locksMore: 'While a lock is there, neither side touches the other’s files.',
    lockMeans: {
      'alock.txt': 'an outside agent is leaving files',
      'lock.txt': 'Nocturne is pulling files',
    },
    lockAdvice: {
      'alock.txt':
        'The remote delivery is probably at fault. Check the agent; if it has stopped, remove this file.',
      'lock.txt':
        'A pull could not finish. Nocturne takes over as soon as its owner is dead, or the lock is twice this old.',
    },
    since: 'Since',
    alarmSent: 'Alarm sent on',
    waiting: 'In the directory',
    waitingMore: 'Refreshed every 5 seconds.',
    waitingEmpty: 'The directory is empty',
    waitingEmptyMore: 'Files that are left here appear in this list, with the reason why they wait.',
    file: 'File',
    size: 'Size',
    modified: 'Changed on',
    why: 'Why it waits',
    takenBy: 'Tool',
    takenByNone: 'none: name not configured',
    whys: {
      'next-pull': 'the next pull takes it',
      growing: 'still being written',
      locked: 'the directory is locked',
      hidden: 'hidden name (starts with a dot): left alone',
      omitted: 'omitted name (starts with _): left alone',
      'partial-name': 'temporary name (.part, .tmp, .filepart)',
      'no-done-marker': 'its .done marker is not there',
      companion: 'the file that it goes with is not there',
      'left-behind': 'taken already, but could not be removed',
      directory: 'folder: left alone',
      link: 'symbolic link: left alone',
      other: 'not an ordinary file: left alone',
    },
    quarantine: 'Quarantine',
    quarantineMore:
      'Set aside in _quarantaine, each with a .raison.txt file. Mend the cause and leave them again.',
    setAside: 'Set aside on',
    reason: 'Reason',
    alarms: 'Alarms',
    alarmsMore: 'One for each incident and day, then one when it is settled.',
    solved: 'Settled on',
    notSolved: 'Not settled yet',
    pulls: 'Last pulls',
    pullsEmpty: 'No pull so far',
    pullsEmptyMore: 'Every run begins with one; you can also ask for one here.',
    when: 'When',
    taken: 'Files taken',
    nothingTaken: 'nothing to take',
    nothingTakenTimes: (n: number) => `nothing to take, ${n} times in a row`,
    sinceThe: 'since',
    left: 'Left',
    otherFiles: en('other', 'others'),
    quarantinedCount: en('put in quarantine', 'put in quarantine'),
    howTo: 'Feeding the directory',
    howToMore: 'For whoever leaves the files.',
    steps: {
      account: 'Keep one service account for it, by SFTP rather than FTP, confined to this directory.',
      lock: 'At the start of the transfer create alock.txt: Nocturne touches nothing from then on.',
      rename: 'Send each file under a temporary name (.part), then rename it.',
      unlock: 'At the end remove alock.txt. If you see lock.txt, wait until it is gone.',
      names:
        'Write the names of the files into the settings of the tools, then put their batches into service.',
    },
    example: 'An SFTP session',
    session,
    omitted:
      'Optional: x.csv.sha256 beside x.csv is verified; names that start with a dot or with _ are never taken.',
    settings: 'Settings of the directory',
    settingsMore: 'Each change applies at once and is written in the audit log.',
    allSettings: 'All settings',
  },
})
