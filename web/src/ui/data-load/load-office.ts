import { createContext, useContext } from 'react'

/** Whose files are loaded: what the pages of two applications differ in. */
export interface LoadOffice {
  readonly application: 'health' | 'admissions'
  readonly title: string
  readonly description: string
  /** Words of the reasons for rejections that only this application has, by code. */
  readonly codes: Readonly<Record<string, string>>
  /** Addresses of its pages. */
  readonly list: () => string
  readonly report: (runId: string | number) => string
}

export const LoadOfficeContext = createContext<LoadOffice | null>(null)

export function useLoadOffice(): LoadOffice {
  const office = useContext(LoadOfficeContext)
  if (office === null) throw new Error('no LoadOfficeContext above')
  return office
}
