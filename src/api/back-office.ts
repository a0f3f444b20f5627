import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ApiServer } from './api-server.ts'
import { problem } from './problem.ts'
import { contentSecurityPolicy, newNonce } from './security-headers.ts'

/** What `npm run build` makes of `web/`. */
export const builtBackOffice = fileURLToPath(new URL('../../web/dist/', import.meta.url))

const noncePlaceholder = /\{\{nonce\}\}/g
/** Vite puts the hash of the content into these names: they never change. */
const hashedFolder = `assets${sep}`

/**
 * The back-office: the files of `folder`, and its page at any other address outside of `/api`, since the page itself
 * knows what an address shows. Without the folder, a page that says how to make it.
 */
export async function addBackOffice(server: ApiServer, folder: string = builtBackOffice): Promise<void> {
  const built = existsSync(join(folder, 'index.html'))
  if (built)
    await server.register(fastifyStatic, {
      root: folder,
      index: false,
      dotfiles: 'ignore',
      // Folders and the page itself are not sent as they stand: the page has a nonce put in, below.
      allowedPath: (path) => /\.\w+$/.test(path) && path !== '/index.html',
      cacheControl: false,
      preCompressed: true,
      setHeaders(reply, path) {
        const hashed = relative(folder, path).startsWith(hashedFolder)
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })

  server.setNotFoundHandler(async (request, reply) => {
    const page = request.method === 'GET' || request.method === 'HEAD'
    if (!page || isBelow(request, '/api') || isBelow(request, '/assets')) throw problem('NOT_FOUND')
    return built ? await sendPage(join(folder, 'index.html'), reply) : sendNotBuilt(reply)
  })
}

function isBelow(request: FastifyRequest, folder: string): boolean {
  const [path] = request.url.split('?', 1)
  return path === folder || path!.startsWith(`${folder}/`)
}

async function sendPage(path: string, reply: FastifyReply): Promise<FastifyReply> {
  const nonce = newNonce()
  // Read each time: the page of a new build needs no restart, and it is small.
  const page = await readFile(path, 'utf8')
  return reply
    .code(200)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy(nonce),
      // The nonce is good once.
      'cache-control': 'no-store',
    })
    .send(page.replaceAll(noncePlaceholder, nonce))
}

function sendNotBuilt(reply: FastifyReply): FastifyReply {
  return reply
    .code(503)
    .headers({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    .send(`<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><title>Nocturne</title></head>
<body>
<h1>Nocturne</h1>
<p>Les pages ne sont pas construites : lancez <code>npm run build</code>, puis rechargez.</p>
<p lang="en">The pages are not built: run <code>npm run build</code>, then reload.</p>
<p><a href="/api/docs">API</a></p>
</body>
</html>
`)
}
