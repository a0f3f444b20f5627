import type { ReactNode } from 'react'
import classes from './key-value-list.module.css'

export interface KeyValue {
  readonly label: string
  readonly value: ReactNode
}

/** Facts of one thing: `<dl>`, in two columns where there is room. */
export function KeyValueList({ items }: { readonly items: readonly KeyValue[] }) {
  return (
    <dl className={classes.list}>
      {items.map((item) => (
        <div className={classes.item} key={item.label}>
          <dt className={classes.label}>{item.label}</dt>
          <dd className={classes.value}>{item.value}</dd>
        </div>
      ))}
    </dl>
  )
}
