import { expect, test } from 'vitest'
import { learningSettings } from '../application.ts'
import { syncOperations } from '../operations.ts'
import { isPostTreatmentOf, isSettingOfAllTools, isSettingOfTool } from './tool-settings.ts'

const keys = learningSettings.map(({ key }) => key)
const of = (tool: string) => keys.filter((key) => isSettingOfTool(key, tool))
const postTreatmentsOf = (tool: string) => keys.filter((key) => isPostTreatmentOf(key, tool))

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
    ...syncOperations.flatMap(({ tool }) => [...of(tool), ...postTreatmentsOf(tool)]),
    ...keys.filter(isSettingOfAllTools),
  ])
  expect(keys.filter((key) => !shown.has(key) && !key.startsWith('learning.drop.'))).toEqual([])
})

test('each tool has its own word on its post-treatments, and only where it has them; nobody else shows it', () => {
  expect(postTreatmentsOf('users')).toEqual(
    [
      'enrol-cleanup',
      'store-report',
      'archive-files',
      'store-retry-file',
      'store-journal',
      'clean-files',
    ].map((name) => `learning.users.${name}`),
  )
  for (const { tool } of syncOperations) {
    expect(postTreatmentsOf(tool)).toContain(`learning.${tool}.archive-files`)
    expect(of(tool).filter((key) => /archive-files|enrol-cleanup|clean-files/.test(key))).toEqual([])
  }
  expect(postTreatmentsOf('courses-delete')).not.toContain('learning.courses-delete.enrol-cleanup')
})
