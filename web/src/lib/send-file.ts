import { problemOf, requestHeaders } from './api-client.ts'
import { ApiProblem, offlineCode } from './api-problem.ts'

export interface Sending<T> {
  readonly result: Promise<T>
  /** Gives the sending up: `result` fails with an `AbortError`. */
  cancel(): void
}

/** Posts a file to `path` with its progress (0 to 1), which `fetch` does not tell. Failures are `ApiProblem`s. */
export function sendFile<T>(path: string, file: File, onProgress: (share: number) => void): Sending<T> {
  const request = new XMLHttpRequest()
  const result = new Promise<T>((resolve, reject) => {
    request.open('POST', path)
    for (const [name, value] of Object.entries(requestHeaders('POST'))) request.setRequestHeader(name, value)
    request.setRequestHeader('accept', 'application/json, application/problem+json')
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      if (lengthComputable && total > 0) onProgress(loaded / total)
    }
    request.onload = () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText) as T)
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
