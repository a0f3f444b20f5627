/**
 * What batches of admissions must not meet on (admissions.md 2.8, C11): runs that name the same resource take turns.
 *
 * Lane M is `lane: 'own'` with `lastWins: 'admissions-maintenance'`. BATCH_APP_EN_SERVICE names `closedDoors` as well: it
 * waits for whoever wants the doors closed, then opens them.
 */

/** Lane C: campaigns, accounts, applications. */
export const campaignData = 'admissions.campaign-data'

/** Lane R: reference tables, managers. */
export const referenceData = 'admissions.reference-data'

/** BATCH_ARCHIVAGE, BATCH_DESTRUCT_DOSSIER and BATCH_DEMO want maintenance to last while they run. */
export const closedDoors = 'admissions.closed-doors'
