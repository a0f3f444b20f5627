import type { CommandFileDigest } from '../exchange/command-file/file-digest.ts'
import type { ExchangeRecord, ExchangeState } from '../exchange/exchange-record.ts'
import type { FaultGroup } from '../exchange/fault-digest.ts'
import { describeHold, type HoldReason } from '../exchange/guard.ts'
import type { Text } from '../platform/text.ts'
import type { Cli } from './cli.ts'
import { table } from './table.ts'

/** What became of a file, as one object: the counters at its head are what scripts read. */
export function exchangeJson(exchange: ExchangeRecord) {
  const { lines, created, updated, unchanged, partial, rejected, blank, deleted, skipped, warnings } =
    exchange
  return {
    lines,
    created,
    updated,
    unchanged,
    partial,
    rejected,
    blank,
    deleted,
    skipped,
    warnings,
    refused: exchange.state === 'refused',
    state: exchange.state,
    stamp: exchange.label,
    fileName: exchange.fileName,
    bytes: exchange.bytes,
    sha256: exchange.sha256,
    dryRun: exchange.dryRun,
    hold: holdOf(exchange),
    faults: faultsOf(exchange),
    changedFields: (exchange.report.changedFields ?? {}) as Record<string, number>,
    approvalOf: exchange.approvalOf,
    decidedBy: exchange.decidedBy,
  }
}

/** The report as people read it: counters, why it is held, faults by cause. */
export function exchangeText(exchange: ExchangeRecord, cli: Cli): string {
  const { lines, created, updated, unchanged, partial, deleted, skipped, rejected, blank, warnings } =
    exchange
  // A student import neither deletes nor skips.
  const more = exchange.tool !== 'students'
  const counters =
    cli.locale === 'fr'
      ? `${lines} lignes = ${created} créées + ${updated} mises à jour + ${unchanged} inchangées + ${partial} partielles + ${more ? `${deleted} supprimées + ${skipped} ignorées + ` : ''}${rejected} rejetées ; ${blank} vides, ${warnings} avertissements`
      : `${lines} lines = ${created} created + ${updated} updated + ${unchanged} unchanged + ${partial} partial + ${more ? `${deleted} deleted + ${skipped} skipped + ` : ''}${rejected} rejected; ${blank} blank, ${warnings} warnings`
  const hold = holdOf(exchange).map((reason) => `  ${describeHold(reason, cli.locale)}`)
  return [
    `${exchange.fileName} : ${cli.say(stateWords[exchange.state])}`,
    counters,
    ...hold,
    ...fileWords(exchange).map((text) => `  ${cli.say(text)}`),
    ...faultTable(faultsOf(exchange), cli),
  ].join('\n')
}

/** Of a command file: why it was refused as a whole, and what is to be said of the whole. */
function fileWords({ report }: ExchangeRecord): Text[] {
  const { refusals = [], notes = [] } = report as Partial<CommandFileDigest>
  return [...refusals.map(({ text }) => text), ...notes]
}

function faultTable(faults: readonly FaultGroup[], cli: Cli): string[] {
  if (faults.length === 0) return []
  const rows = faults.map((group) => {
    const [sample] = group.samples
    return [
      group.severity === 'error' ? cli.say(texts.error) : cli.say(texts.warning),
      group.code,
      group.column ?? '',
      String(group.count),
      sample === undefined ? '' : sampleText(sample, cli),
    ]
  })
  return ['', table(texts.captions.map(cli.say), rows)]
}

function sampleText({ line, message }: { line: number; message: string }, cli: Cli): string {
  return line > 0 ? `${cli.say(texts.line)} ${line} : ${message}` : message
}

function faultsOf(exchange: ExchangeRecord): readonly FaultGroup[] {
  return (exchange.report.faults ?? []) as readonly FaultGroup[]
}

function holdOf(exchange: ExchangeRecord): readonly HoldReason[] {
  return (exchange.report.hold ?? []) as readonly HoldReason[]
}

export const stateWords: Readonly<Record<ExchangeState, Text>> = {
  processing: { fr: 'en cours', en: 'under way' },
  applied: { fr: 'appliqué', en: 'applied' },
  simulated: { fr: "simulation, rien n'a été écrit", en: 'dry run, nothing was written' },
  refused: { fr: 'refusé', en: 'refused' },
  held: { fr: "en attente d'approbation, rien n'a été écrit", en: 'held for approval, nothing was written' },
  approved: { fr: 'approuvé', en: 'approved' },
  discarded: { fr: 'abandonné', en: 'discarded' },
  failed: { fr: "en échec, rien n'a été écrit", en: 'failed, nothing was written' },
}

const texts = {
  error: { fr: 'erreur', en: 'error' },
  warning: { fr: 'avertissement', en: 'warning' },
  line: { fr: 'ligne', en: 'line' },
  captions: [
    { fr: 'Gravité', en: 'Severity' },
    { fr: 'Code', en: 'Code' },
    { fr: 'Colonne', en: 'Column' },
    { fr: 'Lignes', en: 'Lines' },
    { fr: 'Exemple', en: 'Example' },
  ],
}
