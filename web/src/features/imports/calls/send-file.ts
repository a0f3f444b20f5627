import type { Upload } from '../../../../../src/api/schemas/imports.ts'
import { problemOf, requestHeaders } from '../../../lib/api-client.ts'
import { ApiProblem, offlineCode } from '../../../lib/api-problem.ts'

export interface Sending {
  readonly result: Promise<Upload>
  /** Gives the sending up: `result` fails with an `AbortError`. */
  cancel(): void
}

/** Sends a file with its progress (0 to 1), which `fetch` does not tell. Failures are `ApiProblem`s. */
export function sendFile(file: File, onProgress: (share: number) => void): Sending {
  const request = new XMLHttpRequest()
  const result = new Promise<Upload>((resolve, reject) => {
    request.open('POST', '/api/uploads')
    for (const [name, value] of Object.entries(requestHeaders('POST'))) request.setRequestHeader(name, value)
    request.setRequestHeader('accept', 'application/json, application/problem+json')
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      if (lengthComputable && total > 0) onProgress(loaded / total)
    }
    request.onload = () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText) as Upload)
      else reject(problemOf(request.status, request.statusText, request.responseText))
    }
    request.onerror = () => reject(new ApiProblem({ status: 0, code: offlineCode, title: offlineCode }))
    request.onabort = () => reject(new DOMException('given up', 'AbortError'))
    const form = new FormData()
    form.append('file', file)
    request.send(form)
  })
  return { result, cancel: () => request.abort() }
}
