import type { ServerResponse } from 'node:http'

/** One answer that does not end: server-sent events for one screen. */
export interface EventStream {
  /** Sends the headers; nothing is written before. */
  open(headers: Readonly<Record<string, string | number | string[] | undefined>>): void
  send(event: object): void
  /** A comment, so that nobody on the way takes the line for dead. */
  beat(): void
  end(): void
}

/** A browser tries again so long after it lost the line. */
const retryMs = 3_000
/** What a client that reads too slowly may leave unread before it is dropped: it reads everything once it is back. */
const unreadBytes = 256 * 1024

export function eventStream(raw: ServerResponse): EventStream {
  let sent = 0
  function write(text: string): void {
    if (!raw.headersSent || raw.destroyed || raw.writableEnded) return
    raw.write(text)
    if (raw.writableLength > unreadBytes) raw.destroy()
  }
  return {
    open(headers) {
      for (const [name, value] of Object.entries(headers)) if (value !== undefined) raw.setHeader(name, value)
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        // Its connection serves nothing else: a server that stops has not to wait for it.
        connection: 'close',
        // A proxy that gathers output would make live events late.
        'x-accel-buffering': 'no',
      })
      write(`retry: ${retryMs}\n\n`)
    },
    send(event) {
      sent += 1
      write(`id: ${sent}\ndata: ${JSON.stringify(event)}\n\n`)
    },
    beat: () => write(': heartbeat\n\n'),
    end: () => {
      raw.end()
    },
  }
}
