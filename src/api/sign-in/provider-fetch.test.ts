import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { isSafeAddress, providerFetch } from './provider-fetch.ts'

/** Asks a server that answers so. */
async function asked(answer: (response: ServerResponse) => void, timeoutMs = 5_000): Promise<Response> {
  const server = createServer((_request, response) => answer(response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const { port } = server.address() as AddressInfo
    return await providerFetch(`http://127.0.0.1:${port}/`, {}, timeoutMs)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

test('a service that does not answer, or stops in the middle, is not waited for', async () => {
  const silent = asked(() => {}, 100)
  await expect(silent).rejects.toMatchObject({ name: 'TimeoutError' })
  const halfway = asked((response) => void response.write('<cas:serviceResponse'), 100)
  await expect(halfway).rejects.toMatchObject({ name: 'TimeoutError' })
})

test('redirections are not followed, large answers are not read', async () => {
  const redirected = await asked((response) =>
    response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  )
  expect(redirected.status).toBe(302)
  await expect(asked((response) => response.end(Buffer.alloc(2_000_000)))).rejects.toThrow('too large')
})

test('identities travel over TLS, or within this machine', () => {
  expect(isSafeAddress('https://idp.example.org/token')).toBe(true)
  expect(isSafeAddress('http://127.0.0.1:4000/token')).toBe(true)
  for (const address of [
    'http://idp.example.org/',
    'http://127.0.0.1.example.org/',
    'file:///etc/passwd',
    'token',
  ])
    expect(isSafeAddress(address)).toBe(false)
})
