import type { Shelf } from '../../exchange/file-area/shelf.ts'

/** The name of the command file that an archive or a retry file was made of: it says which tool it is for. */
export function originalName(shelf: Shelf, name: string): string {
  switch (shelf) {
    case 'archives':
      return name.replace(/^\d{8}-\d{6}_/, '')
    case 'retries':
      return name.replace(/_tryback_[\d_-]+(?=\.[^.]*$|$)/, '')
    default:
      return name
  }
}
