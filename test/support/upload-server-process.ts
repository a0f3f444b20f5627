import { openDatabase } from '../../src/platform/database.ts'
import { startApiServer } from './api-server.ts'

// A node in a process of its own that takes uploads, so that its peak memory is its own. Says how to reach it, then,
// asked by any message, its peak memory in MB; ends with the channel.
const { url } = JSON.parse(process.argv[2]!) as { url: string }
const database = openDatabase(url, { max: 5 })
const node = await startApiServer(database, { realApplications: true })
const operator = await node.signIn({ roles: { health: 'operator' } })
const address = await node.listen()
process.on('message', () => process.send!({ peakMb: process.resourceUsage().maxRSS / 1024 }))
process.on('disconnect', async () => {
  await node.stop()
  await database.close()
})
process.send!({ address, headers: operator.headers })
