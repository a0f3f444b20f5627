import type { Checked, CommandTool } from '../../../exchange/command-file/command-tool.ts'
import type { Row } from '../../../exchange/command-file/row.ts'
import type { Operation } from '../../driver/operation.ts'
import type { Reader, UserIdentity } from '../../driver/reader.ts'
import { pictureOverwrite, pictureUserField } from '../../settings/pictures.ts'
import type { MakeTool } from '../tool-place.ts'
import { secondPicture } from './messages.ts'
import type { PictureCommand, PictureRow } from './picture-command.ts'
import { planPictures } from './plan-pictures.ts'

/**
 * Entries that are planned together: their pictures are held until they are stored, some 40 kB each, while the
 * transaction is open.
 */
export const pictureChunkRows = 50

/** Pictures of users out of an archive (learning.md 1.10). Its rows are those of `openPictureRows`. */
export const makePicturesTool: MakeTool = async ({ settings }) => {
  const userBy = await settings.get(pictureUserField)
  const overwrite = await settings.get(pictureOverwrite)
  const tool: CommandTool<PictureCommand, Operation, Reader> = {
    operation: 'pictures.sync',
    columns: null,
    positions: ['name'],
    check: (row) => checkPicture(row, userBy),
    plan: (commands, read) => planPictures(commands, read, { userBy, overwrite }),
  }
  return tool
}

/** The user is named by the file's name; two images of one user would replace each other at every run. */
export function checkPicture(row: Row, userBy: UserIdentity): Checked<PictureCommand> {
  const { picture: source } = row as PictureRow
  const anyCase = userBy !== 'id' && userBy !== 'idnumber'
  if (anyCase ? source.again.inAnyCase : source.again.exactly)
    return { ok: false, faults: [secondPicture(source.name)] }
  const user = userBy === 'username' || userBy === 'hostedusername' ? source.stem.toLowerCase() : source.stem
  return { ok: true, warnings: [], command: { source, user } }
}
