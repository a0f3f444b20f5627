import { isIP } from 'node:net'
import { z } from 'zod'
import { connectionDefinitions } from './connection-definitions.ts'

/** Every key of the configuration: where it may be said, what it may be, what it is when nobody says it. */
export const configurationDefinitions = {
  dataDirectory: {
    variable: 'NOCTURNE_DATA_DIR',
    schema: z.string().min(1),
    default: 'data',
    secret: false,
    description: {
      fr: 'Dossier de ce que garde le programme : la base intégrée, les fichiers des exécutions.',
      en: 'Folder of what the program keeps: the embedded database, files of runs.',
    },
  },
  databaseUrl: {
    variable: 'DATABASE_URL',
    schema: z
      .url({ protocol: /^postgres(ql)?$/, error: 'an address like postgres://user@host:5432/base' })
      .nullable(),
    default: null,
    secret: true,
    description: {
      fr: 'PostgreSQL 15 ou plus récent, à la place de la base intégrée.',
      en: 'PostgreSQL 15 or later to use instead of the embedded one.',
    },
  },
  timeZone: {
    variable: 'NOCTURNE_TIME_ZONE',
    schema: z.string().refine(isTimeZone, 'a time zone like Europe/Paris'),
    default: 'Europe/Paris',
    secret: false,
    description: {
      fr: 'Fuseau horaire de l’établissement, celui des programmations.',
      en: "The establishment's time zone, in which schedules are civil time.",
    },
  },
  concurrency: {
    variable: 'NOCTURNE_CONCURRENCY',
    schema: z.coerce.number().int().min(1).max(200),
    default: 20,
    secret: false,
    description: {
      fr: 'Nombre d’exécutions simultanées par serveur.',
      en: 'How many runs one node executes at the same time.',
    },
  },
  smtpUrl: {
    variable: 'NOCTURNE_SMTP_URL',
    schema: z
      .url({ protocol: /^smtps?$/, error: 'an address like smtp://user:password@relay:587' })
      .nullable(),
    default: null,
    secret: true,
    description: {
      fr: 'Serveur de messagerie ; sans lui, aucun rapport n’est envoyé.',
      en: 'Mail server; without it no report is mailed.',
    },
  },
  mailFrom: {
    variable: 'NOCTURNE_MAIL_FROM',
    schema: z.string().min(3),
    default: 'nocturne@localhost',
    secret: false,
    description: {
      fr: 'Expéditeur des courriels.',
      en: 'Sender of the mails.',
    },
  },
  encryptionKeys: {
    variable: 'NOCTURNE_ENCRYPTION_KEYS',
    schema: z
      .preprocess(
        (value) => (typeof value === 'string' ? value.split(',').filter(Boolean) : value),
        z.array(z.base64().length(44, '32 bytes in base64: openssl rand -base64 32')),
      )
      .readonly(),
    default: [] as readonly string[],
    secret: true,
    description: {
      fr: 'Clés des colonnes chiffrées, séparées par des virgules ; la première chiffre (docs/encryption.md).',
      en: 'Keys of encrypted columns, separated by commas; the first one encrypts (docs/encryption.md).',
    },
  },
  encryptionKeysFile: {
    variable: 'NOCTURNE_ENCRYPTION_KEYS_FILE',
    schema: z.string().min(1).nullable(),
    default: null,
    secret: false,
    description: {
      fr: 'Fichier de ces clés, une par ligne, à la place de l’environnement.',
      en: 'File of these keys, one a line, instead of the environment.',
    },
  },
  statisticsCertificate: {
    variable: 'NOCTURNE_STATISTICS_CERTIFICATE',
    schema: z.string().min(1).nullable(),
    default: null,
    secret: false,
    description: {
      fr: 'Certificat présenté au serveur des statistiques : fichier PEM (docs/statistics.md).',
      en: 'Certificate shown to the server of statistics: a PEM file (docs/statistics.md).',
    },
  },
  statisticsKey: {
    variable: 'NOCTURNE_STATISTICS_KEY',
    schema: z.string().min(1).nullable(),
    default: null,
    secret: false,
    description: {
      fr: 'Clé privée de ce certificat : fichier PEM.',
      en: 'Private key of that certificate: a PEM file.',
    },
  },
  statisticsCa: {
    variable: 'NOCTURNE_STATISTICS_CA',
    schema: z.string().min(1).nullable(),
    default: null,
    secret: false,
    description: {
      fr: 'Autorités qui certifient ce serveur : fichier PEM ; à défaut, celles de Node.',
      en: 'Authorities that certify that server: a PEM file; without it, those of Node.',
    },
  },
  statisticsSigningKey: {
    variable: 'NOCTURNE_STATISTICS_SIGNING_KEY',
    schema: z.string().min(1).nullable(),
    default: null,
    secret: false,
    description: {
      fr: 'Clé privée qui signe les statistiques (P-256 ou Ed25519) : fichier PEM.',
      en: 'Private key that signs statistics (P-256 or Ed25519): a PEM file.',
    },
  },
  oidcIssuer: {
    variable: 'NOCTURNE_OIDC_ISSUER',
    schema: secureAddress('an issuer like https://idp.example.org/realms/univ').nullable(),
    default: null,
    secret: false,
    description: {
      fr: 'Fournisseur OpenID Connect ; connecte ceux dont il se porte garant (docs/sign-in.md).',
      en: 'OpenID Connect provider; signs in whoever it vouches for (docs/sign-in.md).',
    },
  },
  oidcClientId: {
    variable: 'NOCTURNE_OIDC_CLIENT_ID',
    schema: z.string().min(1).nullable(),
    default: null,
    secret: false,
    description: {
      fr: 'Identifiant de Nocturne auprès de lui.',
      en: 'What Nocturne is called there.',
    },
  },
  oidcClientSecret: {
    variable: 'NOCTURNE_OIDC_CLIENT_SECRET',
    schema: z.string().min(1).nullable(),
    default: null,
    secret: true,
    description: {
      fr: 'Secret de Nocturne auprès de lui ; aucun pour un client public, que PKCE seul protège.',
      en: 'Its secret there; none for a public client, which PKCE alone protects.',
    },
  },
  oidcLabel: {
    variable: 'NOCTURNE_OIDC_LABEL',
    schema: z.string().trim().min(1).max(80),
    default: 'Connexion de l’établissement',
    secret: false,
    description: {
      fr: 'Texte du bouton.',
      en: 'What the button says.',
    },
  },
  oidcLoginClaim: {
    variable: 'NOCTURNE_OIDC_LOGIN_CLAIM',
    schema: z.string().min(1),
    default: 'preferred_username',
    secret: false,
    description: {
      fr: 'Attribut (claim) qui donne l’identifiant.',
      en: 'The claim that is the login here.',
    },
  },
  casUrl: {
    variable: 'NOCTURNE_CAS_URL',
    schema: secureAddress('an address like https://cas.example.org/cas').nullable(),
    default: null,
    secret: false,
    description: {
      fr: 'Serveur CAS 3.0, sans `/login` ; connecte ceux dont il se porte garant (docs/sign-in.md).',
      en: 'CAS 3.0 server, without `/login`; signs in whoever it vouches for (docs/sign-in.md).',
    },
  },
  casLabel: {
    variable: 'NOCTURNE_CAS_LABEL',
    schema: z.string().trim().min(1).max(80),
    default: 'Connexion de l’établissement',
    secret: false,
    description: {
      fr: 'Texte du bouton.',
      en: 'What the button says.',
    },
  },
  casLoginAttribute: {
    variable: 'NOCTURNE_CAS_LOGIN_ATTRIBUTE',
    schema: z.string().min(1).nullable(),
    default: null,
    secret: false,
    description: {
      fr: 'Attribut CAS qui donne l’identifiant ; à défaut, l’utilisateur CAS.',
      en: 'The CAS attribute that is the login here; without it, the CAS user.',
    },
  },
  httpPort: {
    variable: 'NOCTURNE_HTTP_PORT',
    schema: z.preprocess(
      (value) => (value === 'off' ? null : value),
      z.coerce.number('a port number, or off').int().min(0).max(65_535).nullable(),
    ),
    default: 8080,
    secret: false,
    description: {
      fr: 'Port de l’interface et de l’API ; `0` : n’importe lequel ; `off` : aucun.',
      en: 'Port of the back-office and the API; `0`: any free one; `off`: none.',
    },
  },
  httpHost: {
    variable: 'NOCTURNE_HTTP_HOST',
    schema: z.string().min(1),
    default: '127.0.0.1',
    secret: false,
    description: {
      fr: 'Adresse d’écoute ; `0.0.0.0` : toutes (placez un mandataire https devant).',
      en: 'Address that it listens on; `0.0.0.0`: all of them (put a proxy with https in front).',
    },
  },
  publicUrl: {
    variable: 'NOCTURNE_PUBLIC_URL',
    schema: z.url({ protocol: /^https?$/, error: 'an address like https://nocturne.example.org' }).nullable(),
    default: null,
    secret: false,
    description: {
      fr: 'Adresse publique, pour les liens des courriels et la connexion ; à défaut : `http://hôte:port`.',
      en: 'Where people reach the back-office, for links in mails and sign-in; none: `http://host:port`.',
    },
  },
  trustedProxies: {
    variable: 'NOCTURNE_TRUSTED_PROXIES',
    schema: z.string().refine(isNetworkList, 'addresses or networks like 10.1.0.0/16, separated by commas'),
    default: '127.0.0.1,::1',
    secret: false,
    description: {
      fr: 'Mandataires placés devant, dont `X-Forwarded-For` et `-Proto` sont crus : adresses ou réseaux.',
      en: 'Proxies in front, whose `X-Forwarded-For` and `-Proto` are believed: addresses or networks.',
    },
  },
  rateLimit: {
    variable: 'NOCTURNE_RATE_LIMIT',
    schema: z.coerce.number().int().min(0),
    default: 1200,
    secret: false,
    description: {
      fr: 'Requêtes par minute permises à un compte ou à une adresse ; `0` : sans limite.',
      en: 'Requests a minute that one account or address may make; `0`: as many as it likes.',
    },
  },
  ...connectionDefinitions,
  logLevel: {
    variable: 'NOCTURNE_LOG_LEVEL',
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
    default: 'info' as const,
    secret: false,
    description: {
      fr: 'Niveau de détail du journal technique (lignes JSON, sortie d’erreur).',
      en: "Detail of the program's own log (JSON lines on standard error).",
    },
  },
} as const

/** Secrets and identities travel to it: https, or this machine. Neither user nor query. */
function secureAddress(like: string) {
  return z.string().refine((value) => {
    const url = URL.parse(value)
    if (url === null || url.username !== '' || url.search !== '' || url.hash !== '') return false
    return url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === '127.0.0.1')
  }, `${like}; http only to 127.0.0.1`)
}

function isNetworkList(text: string): boolean {
  return text.split(',').every((part) => {
    const [address = '', bits = '0', ...rest] = part.trim().split('/')
    const version = isIP(address)
    return (
      version !== 0 &&
      rest.length === 0 &&
      /^\d{1,3}$/.test(bits) &&
      Number(bits) <= (version === 4 ? 32 : 128)
    )
  })
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
