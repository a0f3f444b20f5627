import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiServer } from './api-server.ts'
import { addBackOffice } from './back-office.ts'
import { ProblemError } from './problem.ts'

let folder: string
let server: ApiServer

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nocturne-pages-'))
  const dist = join(folder, 'dist')
  mkdirSync(join(dist, 'assets'), { recursive: true })
  mkdirSync(join(dist, '.vite'))
  writeFileSync(join(folder, 'secret.txt'), 'not for you')
  writeFileSync(join(dist, '.vite', 'manifest.json'), '{}')
  writeFileSync(
    join(dist, 'index.html'),
    '<meta name="csp-nonce" content="{{nonce}}"><title>Nocturne</title>',
  )
  writeFileSync(join(dist, 'favicon.svg'), '<svg/>')
  writeFileSync(join(dist, 'assets', 'index-abc123.js'), 'let a = 1')
  writeFileSync(join(dist, 'assets', 'index-abc123.js.br'), 'compressed')
  server = await pages(dist)
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

async function pages(dist: string): Promise<ApiServer> {
  const made = fastify() as unknown as ApiServer
  made.setErrorHandler((error, _request, reply) =>
    reply.code(error instanceof ProblemError ? error.status : 500).send({ code: (error as Error).message }),
  )
  await addBackOffice(made, dist)
  return made
}

test('any address that is not a file is the page, with a nonce that its policy knows, new each time', async () => {
  const nonces = new Set<string>()
  for (const url of ['/', '/batches/CLEAN', '/index.html', '/runs/1?tab=log', '/invitation/a.b']) {
    const { statusCode, headers, payload } = await server.inject(url)
    expect([url, statusCode]).toEqual([url, 200])
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(headers['cache-control']).toBe('no-store')
    const nonce = /content="([^"{]+)"/.exec(payload)![1]!
    expect(headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}';`)
    nonces.add(nonce)
  }
  expect(nonces.size).toBe(5)
})

test('files with a hash in their name are kept for ever, others asked for again', async () => {
  const asset = await server.inject('/assets/index-abc123.js')
  expect(asset).toMatchObject({ statusCode: 200, payload: 'let a = 1' })
  expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  expect(asset.headers['content-type']).toMatch(/javascript/)
  const icon = await server.inject('/favicon.svg')
  expect(icon.headers).toMatchObject({ 'cache-control': 'no-cache', 'content-type': 'image/svg+xml' })
  expect((await server.inject({ url: '/assets/index-abc123.js', method: 'HEAD' })).statusCode).toBe(200)
})

test('a compressed twin is sent to who takes it', async () => {
  const asset = await server.inject({
    url: '/assets/index-abc123.js',
    headers: { 'accept-encoding': 'gzip, br' },
  })
  expect(asset.headers['content-encoding']).toBe('br')
  expect(asset.payload).toBe('compressed')
  expect(asset.headers['content-type']).toMatch(/javascript/)
  expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable')
})

test('hidden files and folders are not sent', async () => {
  for (const url of ['/.vite/manifest.json', '/assets', '/assets/', '/.vite/']) {
    const { payload } = await server.inject(url)
    expect([url, payload.includes('{}'), payload.includes('index-abc')]).toEqual([url, false, false])
  }
})

test('nothing outside of the folder is a file', async () => {
  for (const url of [
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
  ]) {
    const { payload } = await server.inject(url)
    expect([url, payload.includes('not for you')]).toEqual([url, false])
  }
})

test('missing assets, unknown addresses of the API and other methods are not the page', async () => {
  expect((await server.inject('/assets/index-old.js')).statusCode).toBe(404)
  expect((await server.inject('/api/nothing')).statusCode).toBe(404)
  expect((await server.inject('/api')).statusCode).toBe(404)
  expect((await server.inject({ url: '/batches', method: 'POST' })).statusCode).toBe(404)
})

test('pages that are not built say how to build them', async () => {
  const empty = await pages(join(folder, 'none'))
  const { statusCode, payload } = await empty.inject('/')
  expect(statusCode).toBe(503)
  expect(payload).toContain('npm run build')
  await empty.close()
})
