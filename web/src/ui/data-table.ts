import 'mantine-datatable/styles.layer.css'

/** For wide tables with sorting and columns to choose; a plain list is a Mantine `Table`. Lazy pages only: 20 kB. */
export { DataTable, type DataTableColumn, type DataTableSortStatus } from 'mantine-datatable'
