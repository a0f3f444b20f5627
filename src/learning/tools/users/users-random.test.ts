import { afterAll, beforeAll, expect, it } from 'vitest'
import { type UsersScene, usersScene } from '../../../../test/support/users-scene.ts'

let scene: UsersScene
beforeAll(async () => {
  scene = await usersScene()
})
afterAll(() => scene.drop())

/** A small generator (mulberry32): the seed of a failure tells its files. */
function randomness(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

/** Few names, numbers and addresses, so that lines meet: collisions, renames, deletions, returns. */
function randomFile(pick: (below: number) => number): string {
  const one = <T>(...values: readonly T[]): T => values[pick(values.length)]!
  const line = () =>
    [
      one('a', 'b', 'c', 'D'),
      one('', '', '', 'a', 'b', 'x'),
      one('Ada', 'Bea'),
      'TESTUN',
      one('', 'E1', 'E2', 'E3'),
      one('', 'a@example.org', 'b@example.org', 'A@example.org', 'NOMAIL'),
      one('', '', '', '1', '0'),
      one('', 'Nord', 'Sud'),
      one('', '', 'L3', 'M1'),
      one('', '', 'BIO101', 'DRT205', 'NOPE'),
      one('manual', 'self', ''),
      one('', 'student', 'teacher'),
      one('', '', 'TD'),
    ].join(';')
  const header =
    'username;oldusername;firstname;lastname;idnumber;email;deleted;profile_field_site;cohort;course1;enrol1;role1;group1'
  return [header, ...Array.from({ length: 2 + pick(9) }, line)].join('\n')
}

it('chunks of one line, of three and of all tell and leave the same, and a simulation tells it too and leaves nothing', async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const pick = randomness(seed)
    const settings = {
      'learning.users.primary-identity': ['idnumber', 'username', 'email'][pick(3)],
      'learning.users.protect-emails': pick(2) === 0,
      'learning.users.allow-rename': pick(3) > 0,
    }
    const [past, file] = [randomFile(pick), randomFile(pick)]
    const results: unknown[] = []
    for (const chunk of [1, 3, 1_000]) {
      await scene.empty()
      await scene.database.pool.query(
        "insert into learning.profile_field (shortname, name) values ('site', 'Site')",
      )
      await scene.users(past, { settings, chunk: 1 })
      const before = await scene.store()
      const simulated = await scene.users(file, { chunk, simulate: true })
      expect(await scene.store(), `seed ${seed}, simulated`).toEqual(before)
      const real = await scene.users(file, { chunk })
      expect(simulated.told, `seed ${seed}, chunk ${chunk}`).toEqual(real.told)
      expect(simulated.verdicts.map(({ changes }) => changes)).toEqual(
        real.verdicts.map(({ changes }) => changes),
      )
      results.push({
        told: real.told,
        changes: real.verdicts.map(({ changes }) => changes),
        store: await scene.store(),
      })
    }
    expect(results[1], `seed ${seed}, chunks of 3\n${past}\n${file}`).toEqual(results[0])
    expect(results[2], `seed ${seed}, one chunk\n${past}\n${file}`).toEqual(results[0])
  }
}, 120_000)
