import { syncOperations } from '../operations.ts'

/** Tools that share the settings of another one, the name of its file apart. */
const sharing: Readonly<Record<string, string>> = {
  'cohorts-courses': 'cohorts',
  'group-members': 'groups',
}

/** Whether a setting is one of this tool's. */
export function isSettingOfTool(key: string, tool: string): boolean {
  if (key.startsWith(`learning.${tool}.`)) return true
  const other = sharing[tool]
  return other !== undefined && key.startsWith(`learning.${other}.`) && key !== `learning.${other}.file`
}

/** Whether a setting is for the files of all tools: their format, what is done after their lines. */
export function isSettingOfAllTools(key: string): boolean {
  return (
    key.startsWith('learning.') &&
    !key.startsWith('learning.drop') &&
    !syncOperations.some(({ tool }) => key.startsWith(`learning.${tool}.`))
  )
}
