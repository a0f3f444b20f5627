/** Where to listen. Port 0: any free one. */
export interface HttpAddress {
  readonly host: string
  readonly port: number
}

/** The address cannot be listened on: taken, or not of this machine. */
export class HttpAddressError extends Error {
  readonly code: 'PORT_TAKEN' | 'ADDRESS_REFUSED'
  readonly address: HttpAddress
  constructor(code: HttpAddressError['code'], address: HttpAddress, cause: unknown) {
    super(`cannot listen on ${address.host}:${address.port}`, { cause })
    this.code = code
    this.address = address
  }
}

/** The host in an address that a person opens on this machine. */
export function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
