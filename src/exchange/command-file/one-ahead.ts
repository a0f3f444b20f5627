/**
 * The same items, each asked for while the one before it is being dealt with: what makes them works while who takes them
 * waits for something else. What making one throws is thrown when its turn has come.
 */
export async function* oneAhead<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  let coming = items.next()
  try {
    for (;;) {
      const item = await coming
      if (item.done) return
      coming = items.next()
      // It is looked at in its turn, if there is one.
      coming.catch(() => {})
      yield item.value
    }
  } finally {
    // A generator takes this up once what it is asked for is made.
    await items.return(undefined)
  }
}
