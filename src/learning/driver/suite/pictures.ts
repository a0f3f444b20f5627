import { describe, expect, it } from 'vitest'
import type { Picture } from '../operation.ts'
import type { DriverSubject } from './suite-platform.ts'

const picture = (sha256: string): Picture => ({
  sourceName: 'E1001.jpg',
  mime: 'image/webp',
  sha256,
  md5: '0'.repeat(32),
  width: 512,
  height: 512,
  content: new Uint8Array([1, 2, 3]),
})

/** Avatars. */
export const picturesSubject: DriverSubject = (platform) => {
  describe('pictures', () => {
    it('a picture is set and replaced; the sum of its source is remembered', async () => {
      const user = await platform.newUser()
      const look = () => platform.look((read) => read.pictures([user.id]))
      expect(await look()).toEqual([])
      await platform.apply([
        { kind: 'set-picture', userId: user.id, picture: picture('a0'.repeat(32)) },
        { kind: 'set-picture', userId: user.id, picture: picture('b1'.repeat(32)) },
      ])
      expect(await look()).toEqual([{ userId: user.id, sha256: 'b1'.repeat(32) }])
      await platform.apply([{ kind: 'set-picture', userId: user.id, picture: picture('c2'.repeat(32)) }])
      expect(await look()).toEqual([{ userId: user.id, sha256: 'c2'.repeat(32) }])
    })
  })
}
