import { expect, test } from 'vitest'
import { learningSettings } from '../application.ts'
import { syncOperations } from '../operations.ts'
import { isSettingOfAllTools, isSettingOfTool } from './tool-settings.ts'

const keys = learningSettings.map(({ key }) => key)
const of = (tool: string) => keys.filter((key) => isSettingOfTool(key, tool))

test('the name of its file is a setting of each tool, under the key that runs look at, and of no other', () => {
  for (const { tool, archive } of syncOperations)
    expect(
      of(tool).filter((key) => key.endsWith('.file')),
      tool,
    ).toEqual(archive ? [] : [`learning.${tool}.file`])
})

test('an identifier of one tool is not shown with another; cohorts and their bindings share theirs', () => {
  expect(of('courses-delete')).toEqual(['learning.courses-delete.file', 'learning.courses.delete-identifier'])
  expect(of('courses')).toContain('learning.courses.identifier')
  expect(of('courses')).not.toContain('learning.courses.delete-identifier')
  expect(of('cohorts-courses')).toContain('learning.cohorts.cohort-identifier')
  expect(of('group-members')).toContain('learning.groups.group-identifier')
})

test('every setting is shown somewhere', () => {
  const shown = new Set([
    ...syncOperations.flatMap(({ tool }) => of(tool)),
    ...keys.filter(isSettingOfAllTools),
  ])
  expect(keys.filter((key) => !shown.has(key) && !key.startsWith('learning.drop.'))).toEqual([])
})
