import { expect, test, vi } from 'vitest'
import { keepShare } from './kept-share.ts'
import type { UsageShare } from './usage-share.ts'

/** A share without a server: `lose` ends it as the end of its connection would. */
function shareThatCanBeLost() {
  let lose = () => {}
  const lost = new Promise<void>((resolve) => {
    lose = resolve
  })
  const release = vi.fn(async () => true)
  return { share: { lost, release } as unknown as UsageShare, lose: () => lose(), release }
}

const doNothing = async () => {}

test('a share that is lost is taken anew, however often that fails at first', async () => {
  const [first, second] = [shareThatCanBeLost(), shareThatCanBeLost()]
  const takeAnew = vi
    .fn<() => Promise<UsageShare | undefined>>()
    .mockRejectedValueOnce(new Error('the disk is full'))
    .mockResolvedValueOnce(undefined)
    .mockResolvedValue(second.share)
  const kept = keepShare(first.share, takeAnew)
  first.lose()
  await vi.waitFor(() => expect(takeAnew).toHaveBeenCalledTimes(3))
  await kept.release(doNothing)
  expect(first.release).not.toHaveBeenCalled()
  expect(second.release).toHaveBeenCalledOnce()
})

test('a program that stops while the server is away does not wait for it', async () => {
  const first = shareThatCanBeLost()
  const takeAnew = vi.fn(async () => undefined)
  const kept = keepShare(first.share, takeAnew)
  first.lose()
  await vi.waitFor(() => expect(takeAnew).toHaveBeenCalled())
  await kept.release(doNothing)
  expect(first.release).not.toHaveBeenCalled()
})
