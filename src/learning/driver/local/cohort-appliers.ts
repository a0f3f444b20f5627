import type { Appliers } from './applier.ts'
import { newIds } from './new-ids.ts'
import { plainArray } from './plain-array.ts'

/** Cohorts and their members. */
export const cohortAppliers: Pick<
  Appliers,
  'create-cohort' | 'update-cohort' | 'delete-cohort' | 'join-cohort' | 'leave-cohort'
> = {
  async 'create-cohort'(client, operations, ids) {
    const created = await newIds(client, 'cohort', operations.length)
    const rows = operations.map((operation, at) => {
      ids.created(operation.id, created[at]!)
      return { ...operation, id: created[at]!, categoryId: ids.realOrNull(operation.categoryId) }
    })
    await client.query(
      `insert into learning.cohort (id, category_id, name, idnumber, description, component)
       overriding system value
       select id, "categoryId", name, idnumber, description, component
       from jsonb_to_recordset($1::jsonb)
         as (id bigint, "categoryId" bigint, name text, idnumber text, description text, component text)`,
      [JSON.stringify(rows)],
    )
  },

  async 'update-cohort'(client, operations, ids) {
    // Several lines may change the same cohort: what the later ones say is put on top.
    const changes = new Map<number, Record<string, unknown>>()
    for (const { kind: _, id, ...change } of operations) {
      const real = ids.real(id)
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
      if (change.categoryId != null) given.categoryId = ids.real(change.categoryId)
      changes.set(real, { ...changes.get(real), ...given })
    }
    await client.query(
      `update learning.cohort c set
         category_id = case when change ? 'categoryId' then (change ->> 'categoryId')::bigint else c.category_id end,
         name = coalesce(change ->> 'name', c.name),
         idnumber = case when change ? 'idnumber' then change ->> 'idnumber' else c.idnumber end,
         description = coalesce(change ->> 'description', c.description),
         component = coalesce(change ->> 'component', c.component),
         modified_at = now()
       from unnest($1::bigint[], $2::jsonb[]) as given (id, change)
       where c.id = given.id`,
      [[...changes.keys()], [...changes.values()].map((change) => JSON.stringify(change))],
    )
  },

  async 'delete-cohort'(client, operations, ids) {
    const cohorts = operations.map((operation) => ids.real(operation.id))
    // What its bindings gave, beyond what the foreign keys take along: roles, and places in the groups made for it.
    await client.query(
      `delete from learning.role_assignment r
       using learning.enrol_method m
       where m.cohort_id = any($1)
         and r.context_kind = 'course' and r.context_id = m.course_id
         and r.component = 'enrol_' || m.method and r.item_id = m.id`,
      [cohorts],
    )
    await client.query(
      `delete from learning.group_member g
       using learning.enrol_method m
       where m.cohort_id = any($1) and g.group_id = m.group_id and g.component = 'enrol_' || m.method`,
      [cohorts],
    )
    // Who was in the course by this cohort only is in no group of it any more (learning.md 8.1).
    await client.query(
      `with leaving as (
         select distinct e.user_id, m.course_id
         from learning.enrol_method m join learning.enrolment e on e.enrol_method_id = m.id
         where m.cohort_id = any($1)
       )
       delete from learning.group_member g
       using leaving l, learning.course_group c
       where g.user_id = l.user_id and g.group_id = c.id and c.course_id = l.course_id
         and not exists (
           select from learning.enrolment e join learning.enrol_method m on m.id = e.enrol_method_id
           where e.user_id = l.user_id and m.course_id = l.course_id and (m.cohort_id is null or m.cohort_id <> all($1)))`,
      [cohorts],
    )
    await client.query('delete from learning.cohort where id = any($1)', [cohorts])
  },

  async 'join-cohort'(client, operations, ids) {
    await client.query(
      `insert into learning.cohort_member (cohort_id, user_id)
       select * from unnest($1::bigint[], $2::bigint[])
       on conflict do nothing`,
      [
        plainArray(operations.map((one) => ids.real(one.cohortId))),
        plainArray(operations.map((one) => ids.real(one.userId))),
      ],
    )
  },

  async 'leave-cohort'(client, operations, ids) {
    await client.query(
      `delete from learning.cohort_member
       using unnest($1::bigint[], $2::bigint[]) as leaving (cohort_id, user_id)
       where cohort_member.cohort_id = leaving.cohort_id and cohort_member.user_id = leaving.user_id`,
      [
        plainArray(operations.map((one) => ids.real(one.cohortId))),
        plainArray(operations.map((one) => ids.real(one.userId))),
      ],
    )
  },
}
