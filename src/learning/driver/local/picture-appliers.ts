import type { Appliers } from './applier.ts'

/** Avatars. */
export const pictureAppliers: Pick<Appliers, 'set-picture'> = {
  async 'set-picture'(client, operations, ids) {
    const pictures = operations.map((operation) => operation.picture)
    await client.query(
      `insert into learning.user_picture (user_id, source_name, mime, sha256, md5, width, height, content)
       select user_id, source_name, mime, decode(sha256, 'hex'), md5, width, height, content
       from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::int[], $8::bytea[])
         as given (user_id, source_name, mime, sha256, md5, width, height, content)
       on conflict (user_id) do update set
         source_name = excluded.source_name, mime = excluded.mime, sha256 = excluded.sha256, md5 = excluded.md5,
         width = excluded.width, height = excluded.height, content = excluded.content, updated_at = now()`,
      [
        operations.map((operation) => ids.real(operation.userId)),
        pictures.map((picture) => picture.sourceName),
        pictures.map((picture) => picture.mime),
        pictures.map((picture) => picture.sha256),
        pictures.map((picture) => picture.md5),
        pictures.map((picture) => picture.width),
        pictures.map((picture) => picture.height),
        pictures.map((picture) => Buffer.from(picture.content)),
      ],
    )
  },
}
