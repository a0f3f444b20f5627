import type { Temporal } from 'temporal-polyfill'
import type { RunDetail } from '../../batch/define-batch.ts'
import { fileStamp } from '../../health/follow-ups/civil-time.ts'

/**
 * Batches that the invented university had not begun to use: their source or their receiver is set by nobody, or they are out
 * of service.
 */
export const neverRan: ReadonlySet<string> = new Set(['MES_VACCINS', 'STAT_DASHBOARD', 'BATCH_DEMO'])

/** One night of the invented past. */
export interface PastNight {
  /** 0 to 28, the same for the same night. */
  readonly chance: number
  readonly started: Temporal.Instant
  readonly timeZone: string
}

/** What a run of that night reports, in the figures of its batch; nothing for a batch that reports nothing. */
export function pastDetail(code: string, night: PastNight): RunDetail {
  return figures[code]?.(night) ?? {}
}

const figures: Readonly<Record<string, (night: PastNight) => RunDetail>> = {
  IMP_QUO({ chance }) {
    const created = chance % 12
    const updated = 120 + chance * 6
    const rejected = chance % 5
    const lines = 19_900 + chance
    const unchanged = lines - created - updated - rejected
    return {
      state: 'applied',
      lines,
      created,
      updated,
      unchanged,
      partial: 0,
      rejected,
      blank: 0,
      warnings: chance,
    }
  },
  CLEAN: ({ chance }) => ({
    debloques: 0,
    runs_purges: chance % 4,
    fichiers_purges: chance % 7,
    fichiers_en_echec: 0,
  }),
  BATCH_NETTOYAGE: () => ({ interrompus: 0, vivants: 0, codes: '' }),
  BATCH_DESTRUCT_HISTO: ({ chance }) => ({ supprimees: 3 + (chance % 4), batches: 3 }),
  BATCH_SYNCHRO_SISCOL: ({ chance }) => ({
    selectionnes: 23,
    traites: 22,
    ignores: 1,
    en_erreur: 0,
    lues: 96 + (chance % 3),
    ajoutees: chance % 3,
    modifiees: chance % 2,
    hors_service: 0,
    rejetees: 0,
  }),
  CLEAN_RELANCE: ({ chance }) => ({
    examinees: 1_240 + chance,
    supprimees: 310,
    jamais_editees: 2,
    conservees: 930 + chance,
  }),
  CLEAN_SCAN: ({ chance }) => ({
    supprimes: chance % 5,
    octets: (chance % 5) * 184_320,
    orphelins: 0,
    verrouilles: 0,
  }),
  FER_CON({ chance }) {
    const fermees = chance % 4
    const ignorees_actives = chance % 9 === 0 ? 1 : 0
    return { examinees: fermees + ignorees_actives, fermees, ignorees_actives }
  },
  DOUBLONS: ({ chance }) => ({
    etudiants: 20_000,
    paires_B1: chance % 3,
    paires_B2: 38 + chance,
    paires_B3: 21 + chance,
    paires_B4a: 9 + (chance % 6),
    paires_B4b: 4 + (chance % 4),
    paires_B5: 2 + (chance % 3),
    paires_B6: chance % 2,
    nouvelles: chance % 6,
    revues: 31 + (chance % 5),
    ignorees: 12,
    caduques: chance % 3,
    blocs_sautes: 0,
  }),
  LIS_REL: (night) => listing('LIS_REL', night),
  LIS_RAP: (night) => listing('LIS_RAP', night),
  REL_COU: (night) => letters('REL_COU', night),
  REL_CRA: (night) => letters('REL_CRA', night),
  MAJ_IDENTITE: ({ chance }) => ({
    annees: 2,
    lignes: 38_400 + chance * 7,
    ecart_avec_precedent: (chance % 9) - 2,
  }),
  RAPPEL_RDV({ chance }) {
    const envoyes = 6 + (chance % 5)
    const sans_mail = chance % 2
    const deja_envoyes = chance % 3
    return { candidats: envoyes + sans_mail + deja_envoyes, envoyes, sans_mail, echecs: 0, deja_envoyes }
  },
}

function listing(code: string, { chance, started, timeZone }: PastNight): RunDetail {
  return {
    selection: 40 + chance,
    edites: 30 + (chance % 11),
    sans_adresse: chance % 3,
    fichier: `${code}_${fileStamp(started, timeZone)}.csv`,
  }
}

function letters(code: string, { chance, started, timeZone }: PastNight): RunDetail {
  const sans_adresse = chance % 3
  return {
    selection: 40 + chance,
    edites: 40 + chance - sans_adresse,
    sans_adresse,
    adresses_longues: chance % 4,
    echecs: 0,
    fichier: `${code}_${fileStamp(started, timeZone)}.pdf`,
  }
}
