import type { LineMessage } from '../../../../exchange/command-file/verdict.ts'

export function unknownCommand(cmd: string): LineMessage {
  return {
    severity: 'error',
    code: 'UNKNOWN_COMMAND',
    column: 'cmd',
    text: {
      fr: `Commande inconnue : « ${cmd} » ; écrire add (ou rien) pour lier, del pour délier`,
      en: `Unknown command: "${cmd}"; write add (or nothing) to link, del to unlink`,
    },
  }
}

export function linkToItself(shortname: string): LineMessage {
  return {
    severity: 'error',
    code: 'LINK_TO_ITSELF',
    column: 'meta',
    text: {
      fr: `« ${shortname} » ne peut pas hériter de ses propres participants : master et meta sont le même cours`,
      en: `"${shortname}" cannot inherit its own participants: master and meta are the same course`,
    },
  }
}

export function noLink(master: string, meta: string): LineMessage {
  return {
    severity: 'warning',
    code: 'NO_LINK',
    text: {
      fr: `Rien à délier : « ${meta} » n'est pas lié au cours maître « ${master} »`,
      en: `Nothing to unlink: "${meta}" is not linked to the master "${master}"`,
    },
  }
}
