import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Tests that cross the house (browsers, processes, servers) take long and mostly wait: begun first, they leave the short
 * ones beside the code to fill the end, when otherwise one worker would still be at a long one.
 */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const crossing = (file: TestSpecification) => relative(process.cwd(), file.moduleId).startsWith('test')
    return [...sorted.filter(crossing), ...sorted.filter((file) => !crossing(file))]
  }
}
