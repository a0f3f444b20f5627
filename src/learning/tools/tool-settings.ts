import { syncOperations } from '../operations.ts'
import { postTreatmentOverrides } from '../settings/post-treatments.ts'

/** Tools that share the settings of another one, the name of its file apart. */
const sharing: Readonly<Record<string, string>> = {
  'cohorts-courses': 'cohorts',
  'group-members': 'groups',
}

const overrides: ReadonlySet<string> = new Set(postTreatmentOverrides.map(({ key }) => key))

function isPostTreatmentOverride(key: string): boolean {
  return overrides.has(key)
}

const tools = syncOperations.map(({ tool }) => tool)

/** Whether a setting is one of this tool's. */
export function isSettingOfTool(key: string, tool: string): boolean {
  if (isPostTreatmentOverride(key)) return false
  const owner = ownerOf(key)
  const other = sharing[tool]
  return owner === tool || (other !== undefined && owner === other && key !== `learning.${other}.file`)
}

/** Whether a setting is this tool's own word on what follows the lines. No tool shares those of another. */
export function isPostTreatmentOf(key: string, tool: string): boolean {
  return isPostTreatmentOverride(key) && key.startsWith(`learning.${tool}.`)
}

/** Whether a setting is for the files of all tools: their format, what is done after their lines. */
export function isSettingOfAllTools(key: string): boolean {
  return key.startsWith('learning.') && !key.startsWith('learning.drop.') && ownerOf(key) === null
}

/** `learning.courses.file` is of `courses`, `learning.courses.delete-identifier` of `courses-delete`. */
function ownerOf(key: string): string | null {
  const [, subject = '', name = ''] = key.split('.')
  const narrower = `${subject}-${name.split('-', 1)[0]}`
  if (name.includes('-') && tools.includes(narrower)) return narrower
  return tools.includes(subject) ? subject : null
}
