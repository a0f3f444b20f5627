import type { StoredFile } from '../../src/api/schemas/learning.ts'
import type { ApiClient } from './api-server.ts'

/** Sends a command file over the real port, as a browser or an integrator does. */
export async function sendFile(
  client: ApiClient,
  content: string | Uint8Array,
  fileName: string,
  query: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const form = new FormData()
  form.append('file', new Blob([typeof content === 'string' ? content : new Uint8Array(content)]), fileName)
  return await client.fetch(`/api/learning/files?${new URLSearchParams(query)}`, {
    method: 'POST',
    body: form,
  })
}

/** Sends a file that is taken. */
export async function putFile(
  client: ApiClient,
  content: string | Uint8Array,
  fileName: string,
  query: Readonly<Record<string, string>> = {},
): Promise<StoredFile> {
  const answer = await sendFile(client, content, fileName, query)
  if (answer.status !== 201) throw new Error(await answer.text())
  return (await answer.json()) as StoredFile
}
