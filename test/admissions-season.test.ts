import { wholeSeason } from './support/season/whole-season.ts'
import { createTestDatabase } from './support/test-database.ts'

wholeSeason({
  size: 10_000,
  async establishment() {
    const database = await createTestDatabase()
    // A database of theirs, with nothing of ours in it.
    await database.pool.query(
      'drop schema admissions cascade; drop schema public cascade; create schema public',
    )
    return { url: database.url, stop: () => database.drop() }
  },
})
