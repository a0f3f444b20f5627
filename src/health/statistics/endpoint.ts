import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { ReadyContext } from '../../batch/readiness.ts'
import type { Text } from '../../platform/text.ts'
import { isApproved, plannedThreshold } from './push-store.ts'
import { statisticsHosts, statisticsUrl } from './settings.ts'

/** Where statistics go, and by what this installation makes itself known there. */
export interface Endpoint {
  readonly url: URL
  readonly certificate: string
  readonly key: string
  readonly ca: string | null
  readonly signingKey: KeyObject
  readonly algorithm: 'ES256' | 'EdDSA'
}

/** What is missing or wrong, as a sentence without its full stop. */
export type EndpointFault = { readonly fault: Text }

/** Reads address, allowed hosts, certificate and keys; the first fault of all when something is not as it must be. */
export async function readEndpoint(context: ReadyContext): Promise<Endpoint | EndpointFault> {
  const { settings, place } = context
  const address = await settings.get(statisticsUrl)
  if (address === null)
    return fault(
      'réglez d’abord l’adresse d’envoi des statistiques (health.statistics.url)',
      'set the address that statistics are sent to first (health.statistics.url)',
    )
  const url = new URL(address)
  const hosts = (await settings.get(statisticsHosts)).map((host) => host.toLowerCase())
  if (!hosts.includes(url.hostname.toLowerCase()))
    return fault(
      `le serveur ${url.hostname} n’est pas dans la liste des serveurs permis (health.statistics.hosts)`,
      `host ${url.hostname} is not among those allowed (health.statistics.hosts)`,
    )
  const files = place.senderFiles
  const texts: Record<string, string> = {}
  for (const [name, variable] of [
    ['certificate', 'NOCTURNE_STATISTICS_CERTIFICATE'],
    ['key', 'NOCTURNE_STATISTICS_KEY'],
    ['signingKey', 'NOCTURNE_STATISTICS_SIGNING_KEY'],
    ['ca', 'NOCTURNE_STATISTICS_CA'],
  ] as const) {
    const path = files?.[name] ?? null
    if (path === null) {
      if (name === 'ca') continue
      return fault(`la configuration ne dit pas ${variable}`, `the configuration lacks ${variable}`)
    }
    const text = await readFile(path, 'utf8').catch(() => null)
    if (text === null)
      return fault(`le fichier de ${variable} ne se lit pas`, `the file of ${variable} cannot be read`)
    texts[name] = text
  }
  return checked(url, texts, context)
}

function checked(
  url: URL,
  { certificate, key, ca, signingKey }: Record<string, string>,
  { clock }: ReadyContext,
): Endpoint | EndpointFault {
  try {
    const shown = new X509Certificate(certificate!)
    if (Date.parse(shown.validTo) <= clock.now().epochMilliseconds)
      return fault(
        `le certificat présenté au serveur des statistiques a expiré (${shown.validTo}) : renouvelez-le`,
        `the certificate shown to the server of statistics has expired (${shown.validTo}): renew it`,
      )
    if (!shown.checkPrivateKey(createPrivateKey(key!)))
      return fault(
        'la clé NOCTURNE_STATISTICS_KEY n’est pas celle du certificat',
        'the key NOCTURNE_STATISTICS_KEY is not that of the certificate',
      )
    const signing = createPrivateKey(signingKey!)
    const algorithm = algorithmOf(signing)
    if (algorithm === null)
      return fault(
        'la clé de signature doit être P-256 (ES256) ou Ed25519 (EdDSA)',
        'the signing key must be P-256 (ES256) or Ed25519 (EdDSA)',
      )
    return { url, certificate: certificate!, key: key!, ca: ca ?? null, signingKey: signing, algorithm }
  } catch {
    return fault(
      'un fichier de certificat ou de clé des statistiques n’est pas un fichier PEM',
      'a certificate or key file of statistics is not a PEM file',
    )
  }
}

function algorithmOf(key: KeyObject): Endpoint['algorithm'] | null {
  if (key.asymmetricKeyType === 'ed25519') return 'EdDSA'
  return createPublicKey(key).asymmetricKeyDetails?.namedCurve === 'prime256v1' ? 'ES256' : null
}

/** Why STAT_DASHBOARD may not be put in service yet (health.md 2.10), or null. */
export async function whyNotReadyToSend(context: ReadyContext): Promise<Text | null> {
  const endpoint = await readEndpoint(context)
  if ('fault' in endpoint) return endpoint.fault
  const { pool } = context.database
  if (await isApproved(pool, await plannedThreshold(pool))) return null
  return {
    fr: 'ouvrez d’abord l’aperçu d’un envoi et approuvez-le (page Statistiques)',
    en: 'open the preview of a sending and approve it first (page Statistics)',
  }
}

function fault(fr: string, en: string): EndpointFault {
  return { fault: { fr, en } }
}
