import { ScrollArea, Table, Title } from '@mantine/core'
import { useId } from 'react'
import { useDates } from '../../../lib/dates.ts'
import { useTexts } from '../../../lib/texts.ts'
import type { Upload } from '../calls/upload-query.ts'
import { importTexts } from '../texts.ts'
import classes from './reading.module.css'

/** The first data lines, each value under the name that its column has in the file. */
export function FirstLines({ reading }: { readonly reading: Upload['reading'] }) {
  const texts = useTexts(importTexts)
  const dates = useDates()
  const id = useId()
  const width = Math.max(reading.header.length, ...reading.firstLines.map(({ fields }) => fields.length))
  return (
    <div>
      <Title order={3} mb="xs" id={id}>
        {texts.firstLines}
      </Title>
      <ScrollArea
        type="auto"
        offsetScrollbars
        viewportProps={{ tabIndex: 0, role: 'group', 'aria-labelledby': id }}
      >
        <Table className={classes.lines ?? ''} withColumnBorders verticalSpacing={6} aria-labelledby={id}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col" className={classes.number ?? ''}>
                {texts.line}
              </Table.Th>
              {Array.from({ length: width }, (_, column) => (
                <Table.Th scope="col" key={column}>
                  {reading.header[column] || `(${column + 1})`}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {reading.firstLines.map(({ line, fields }) => (
              <Table.Tr key={line}>
                <Table.Th scope="row" className={classes.number ?? ''}>
                  {dates.number(line)}
                </Table.Th>
                {Array.from({ length: width }, (_, column) => (
                  <Table.Td key={column}>{fields[column]}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea>
    </div>
  )
}
