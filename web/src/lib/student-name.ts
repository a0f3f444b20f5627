interface Named {
  readonly familyName: string
  readonly usageName?: string | null
  readonly firstName: string
}

/** `TESTDEUX Zoé`, or `TESTDEUX (TESTUN) Zoé` for who goes by another name than at birth. */
export function studentName({ familyName, usageName, firstName }: Named): string {
  return usageName && usageName !== familyName
    ? `${usageName} (${familyName}) ${firstName}`
    : `${familyName} ${firstName}`
}
