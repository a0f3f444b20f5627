import type pg from 'pg'
import type { OperationOf } from '../operation.ts'
import type { Appliers } from './applier.ts'
import type { IdMap } from './id-map.ts'
import { newIds } from './new-ids.ts'
import { plainArray } from './plain-array.ts'

/** Groups, groupings and memberships: arrays of columns, and nothing written that is already so. */
export const groupAppliers: Pick<
  Appliers,
  | 'create-group'
  | 'update-group'
  | 'delete-group'
  | 'create-grouping'
  | 'update-grouping'
  | 'delete-grouping'
  | 'add-to-grouping'
  | 'join-group'
  | 'leave-group'
> = {
  async 'create-group'(client, operations, ids) {
    await client.query(
      `insert into learning.course_group (id, course_id, name, idnumber, description, created_by_sync)
       overriding system value
       select id, course_id, name, idnumber, description, true
       from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[])
         as new (id, course_id, name, idnumber, description)`,
      await newRows(client, 'course_group', operations, ids),
    )
  },

  async 'update-group'(client, operations, ids) {
    await client.query(
      `update learning.course_group g set
         name = coalesce(new.name, g.name),
         idnumber = case when new.sets_idnumber then new.idnumber else g.idnumber end,
         description = coalesce(new.description, g.description),
         modified_at = now()
       from unnest($1::bigint[], $2::text[], $3::boolean[], $4::text[], $5::text[])
         as new (id, name, sets_idnumber, idnumber, description)
       where g.id = new.id`,
      changedRows(operations, ids),
    )
  },

  async 'delete-group'(client, operations, ids) {
    await client.query('delete from learning.course_group where id = any($1)', [
      operations.map((o) => ids.real(o.id)),
    ])
  },

  async 'create-grouping'(client, operations, ids) {
    await client.query(
      `insert into learning.grouping (id, course_id, name, idnumber, description)
       overriding system value
       select id, course_id, name, idnumber, description
       from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[])
         as new (id, course_id, name, idnumber, description)`,
      await newRows(client, 'grouping', operations, ids),
    )
  },

  async 'update-grouping'(client, operations, ids) {
    await client.query(
      `update learning.grouping g set
         name = coalesce(new.name, g.name),
         idnumber = case when new.sets_idnumber then new.idnumber else g.idnumber end,
         description = coalesce(new.description, g.description),
         modified_at = now()
       from unnest($1::bigint[], $2::text[], $3::boolean[], $4::text[], $5::text[])
         as new (id, name, sets_idnumber, idnumber, description)
       where g.id = new.id`,
      changedRows(operations, ids),
    )
  },

  async 'delete-grouping'(client, operations, ids) {
    await client.query('delete from learning.grouping where id = any($1)', [
      operations.map((o) => ids.real(o.id)),
    ])
  },

  async 'add-to-grouping'(client, operations, ids) {
    await client.query(
      `insert into learning.grouping_group (grouping_id, group_id, course_id)
       select grouping_id, group_id, course_id
       from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as new (grouping_id, group_id, course_id)
       on conflict do nothing`,
      [
        operations.map((o) => ids.real(o.groupingId)),
        operations.map((o) => ids.real(o.groupId)),
        operations.map((o) => ids.real(o.courseId)),
      ],
    )
  },

  async 'join-group'(client, operations, ids) {
    await client.query(
      `insert into learning.group_member as m (group_id, user_id, component)
       select group_id, user_id, component
       from unnest($1::bigint[], $2::bigint[], $3::text[]) as new (group_id, user_id, component)
       on conflict (group_id, user_id) do update set component = excluded.component
         where m.component <> excluded.component`,
      [
        plainArray(operations.map((o) => ids.real(o.groupId))),
        plainArray(operations.map((o) => ids.real(o.userId))),
        operations.map((o) => o.component),
      ],
    )
  },

  async 'leave-group'(client, operations, ids) {
    await client.query(
      `delete from learning.group_member m
       using unnest($1::bigint[], $2::bigint[]) as gone (group_id, user_id)
       where m.group_id = gone.group_id and m.user_id = gone.user_id`,
      [
        plainArray(operations.map((o) => ids.real(o.groupId))),
        plainArray(operations.map((o) => ids.real(o.userId))),
      ],
    )
  },
}

async function newRows(
  client: pg.PoolClient,
  table: 'course_group' | 'grouping',
  operations: readonly OperationOf<'create-group' | 'create-grouping'>[],
  ids: IdMap,
): Promise<unknown[]> {
  const created = await newIds(client, table, operations.length)
  operations.forEach((operation, index) => {
    ids.created(operation.id, created[index]!)
  })
  return [
    created,
    operations.map((o) => ids.real(o.courseId)),
    operations.map((o) => o.name),
    operations.map((o) => o.idnumber),
    operations.map((o) => o.description),
  ]
}

function changedRows(
  operations: readonly OperationOf<'update-group' | 'update-grouping'>[],
  ids: IdMap,
): unknown[] {
  return [
    operations.map((o) => ids.real(o.id)),
    operations.map((o) => o.name ?? null),
    operations.map((o) => o.idnumber !== undefined),
    operations.map((o) => o.idnumber ?? null),
    operations.map((o) => o.description ?? null),
  ]
}
