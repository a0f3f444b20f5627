import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

/** How the server meets a mail: takes it, answers this line at this step, or lets the connection fall there. */
export type Mood =
  | 'take'
  | { readonly at: 'greeting' | 'mail' | 'rcpt' | 'data' | 'end'; readonly say: string }
  | { readonly at: 'mail' | 'rcpt' | 'end' | 'taken'; readonly drop: true }

export interface TakenMail {
  readonly recipients: readonly string[]
  /** The whole message as it came. */
  readonly source: string
}

export interface MoodyServer {
  readonly url: string
  readonly port: number
  /** What it has answered 250 for; and what it took without a word (`taken`). */
  readonly mails: readonly TakenMail[]
  /** How many mails were begun (`MAIL FROM`), whatever came of them. */
  readonly begun: number
  /** How it meets each mail from now on, the last one for good; or by recipient. */
  meet(...moods: Mood[]): void
  meetBy(mood: (recipient: string) => Mood): void
  close(): Promise<void>
}

/**
 * An SMTP server spoken by hand, so that it can misbehave at each step as no library's server would: after the last
 * byte of the message, say, with or without having taken it.
 */
export async function openMoodyServer(port = 0): Promise<MoodyServer> {
  const mails: TakenMail[] = []
  const sockets = new Set<Socket>()
  let moods: Mood[] = []
  let byRecipient: ((recipient: string) => Mood) | null = null
  let begun = 0
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    const say = (line: string) => socket.write(`${line}\r\n`)
    let mood: Mood = moods.length > 1 ? moods.shift()! : (moods[0] ?? 'take')
    const meets = (at: string): boolean => {
      if (mood === 'take' || mood.at !== at) return false
      if ('drop' in mood) socket.destroy()
      else {
        say(mood.say)
        if (mood.say.startsWith('421') || at === 'greeting') socket.end()
      }
      return true
    }
    let recipients: string[] = []
    let buffer = ''
    let inData = false
    if (!meets('greeting')) say('220 essai ESMTP')
    socket.on('data', (bytes) => {
      buffer += bytes.toString('latin1')
      for (;;) {
        if (inData) {
          const end = buffer.indexOf('\r\n.\r\n')
          if (end < 0) return
          const source = buffer.slice(0, end)
          buffer = buffer.slice(end + 5)
          inData = false
          if (mood !== 'take' && mood.at === 'taken') mails.push({ recipients, source })
          if (meets('end') || meets('taken')) continue
          mails.push({ recipients, source })
          say('250 2.0.0 taken')
          continue
        }
        const cut = buffer.indexOf('\r\n')
        if (cut < 0) return
        const line = buffer.slice(0, cut)
        buffer = buffer.slice(cut + 2)
        const address = /<([^>]*)>/.exec(line)?.[1] ?? ''
        if (/^EHLO/i.test(line)) say('250 essai')
        else if (/^MAIL/i.test(line)) {
          begun++
          recipients = []
          if (!meets('mail')) say('250 2.1.0 ok')
        } else if (/^RCPT/i.test(line)) {
          if (byRecipient !== null) mood = byRecipient(address)
          recipients.push(address)
          if (!meets('rcpt')) say('250 2.1.5 ok')
        } else if (/^DATA/i.test(line)) {
          if (meets('data')) continue
          inData = true
          say('354 go on')
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n')
        else if (/^STARTTLS/i.test(line)) say('502 5.5.1 not here')
        else say('250 ok')
      }
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const actual = (server.address() as AddressInfo).port
  return {
    url: `smtp://127.0.0.1:${actual}`,
    port: actual,
    mails,
    get begun() {
      return begun
    },
    meet(...next) {
      moods = next
      byRecipient = null
    },
    meetBy(mood) {
      moods = []
      byRecipient = mood
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
