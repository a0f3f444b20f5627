import type { FileHandle } from 'node:fs/promises'
import type { CommandFormat } from '../../exchange/command-file/command-format.ts'
import type { OpenedRows } from '../../exchange/command-file/command-rows.ts'
import type { FileScan } from '../../exchange/scan-file.ts'
import type { OperationCode } from '../operations.ts'
import { makeBindingsTool } from './bindings/bindings-tool.ts'
import { makeCohortsTool } from './cohorts/cohorts-tool.ts'
import { makeCoursesCheckTool } from './courses/check/check-tool.ts'
import { makeCoursesTool } from './courses/create/courses-tool.ts'
import { makeCoursesDeleteTool } from './courses/delete/delete-tool.ts'
import { makeCoursesMetasTool } from './courses/metas/metas-tool.ts'
import { makeCoursesResetTool } from './courses/reset/reset-tool.ts'
import { makeEnrolmentsTool } from './enrolments/enrolments-tool.ts'
import { makeGroupMembersTool } from './group-members/group-members-tool.ts'
import { makeGroupsTool } from './groups/groups-tool.ts'
import { openPictureRows } from './pictures/picture-rows.ts'
import { makePicturesTool, pictureChunkRows } from './pictures/pictures-tool.ts'
import type { MakeTool } from './tool-place.ts'
import { makeUsersTool } from './users/users-tool.ts'

/** What carries an operation out. */
export interface ToolEntry {
  readonly make: MakeTool
  /** Where the command file is no CSV: how its rows are read. */
  readonly open?: (file: FileHandle, scan: FileScan, format: CommandFormat) => Promise<OpenedRows>
  /** Rows planned and applied together, where what they carry is large. */
  readonly chunkRows?: number
}

export type ToolList = Readonly<Partial<Record<OperationCode, ToolEntry>>>

/** The tools of the operations. */
export const toolList: ToolList = {
  'courses.delete': { make: makeCoursesDeleteTool },
  'courses.create': { make: makeCoursesTool },
  'courses.metas': { make: makeCoursesMetasTool },
  'courses.check': { make: makeCoursesCheckTool },
  'courses.reset': { make: makeCoursesResetTool },
  'users.sync': { make: makeUsersTool },
  'pictures.sync': { make: makePicturesTool, open: openPictureRows, chunkRows: pictureChunkRows },
  'enrols.sync': { make: makeEnrolmentsTool },
  'cohorts.sync': { make: makeCohortsTool },
  'cohorts.bind': { make: makeBindingsTool },
  'groups.sync': { make: makeGroupsTool },
  'groups.members': { make: makeGroupMembersTool },
}
