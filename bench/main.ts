// npm run bench -- NAME [options]: measures one thing and prints one JSON object on the last line.
const benches = [
  'import',
  'sync',
  'identity',
  'duplicates',
  'api',
  'launch',
  'punctual',
  'recover',
  'burst',
  'history',
  'tick',
  'letters',
  'admissions',
]

const [name, ...options] = process.argv.slice(2)
if (name === undefined || !benches.includes(name)) {
  console.error(`usage: npm run bench -- NAME [options]\nNAME is one of: ${benches.join(', ')}`)
  process.exit(2)
}
const bench = (await import(`./${name}.ts`)) as {
  run: (options: string[]) => Promise<Record<string, unknown>>
}
console.log(JSON.stringify(await bench.run(options)))
