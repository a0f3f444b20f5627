import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** Whether a server can listen on `port` of 127.0.0.1 right now. */
export async function isFreePort(port: number): Promise<boolean> {
  return (await listen(port)) !== undefined
}

/**
 * A port of 127.0.0.1 on which nobody listens. Another program may still take it before the server does.
 * It lies below those that systems give to outgoing connections (from 32768 on Linux): one of these, though
 * it ends nowhere near the server, would keep it from coming back on its port after a crash.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = randomInt(20_000, 32_000)
    if (await isFreePort(port)) return port
  }
  return (await listen(0))!
}

/** Waits until `port` is free: a process that was killed holds it until the system has cleared it away. */
export async function becomesFree(port: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs
  while (!(await isFreePort(port))) {
    if (Date.now() > deadline) return false
    await delay(50)
  }
  return true
}

async function listen(port: number): Promise<number | undefined> {
  return await new Promise((resolve) => {
    const probe = createServer()
    probe.on('error', () => resolve(undefined))
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address() as { port: number }
      probe.close(() => resolve(address.port))
    })
  })
}
