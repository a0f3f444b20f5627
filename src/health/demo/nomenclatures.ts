import type { Queryable } from '../../platform/database.ts'

/** The code lists that the fictional students of `student-file.ts` refer to. */
const upperItems: Record<string, readonly (readonly [code: string, label: string])[]> = {
  PAYS: [
    ['100', 'France'],
    ['109', 'Allemagne'],
    ['127', 'Italie'],
    ['131', 'Belgique'],
    ['134', 'Espagne'],
    ['139', 'Portugal'],
    ['216', 'Chine'],
  ],
  ETABLISSEMENT: [
    ['0990001X', 'Université d’Essaiville'],
    ['0990002Y', 'Institut de Testbourg'],
  ],
  'SITUATION FAMILIALE DE L ETUDIANT': [
    ['C', 'Célibataire'],
    ['M', 'Marié ou pacsé'],
  ],
  PROFESSION: [['10', 'Agriculteurs exploitants']],
  BACCAULAUREAT: [
    ['S', 'Scientifique'],
    ['ES', 'Économique et social'],
    ['L', 'Littéraire'],
  ],
}

const components = [
  ['SCI', 'Sciences'],
  ['DRT', 'Droit'],
  ['LET', 'Lettres'],
  ['MED', 'Médecine'],
] as const

/** Adds what is not there yet; the same components below each establishment. */
export async function addDemoNomenclatures(db: Queryable): Promise<void> {
  const rows = Object.entries(upperItems).flatMap(([nomenclature, items]) =>
    items.map(([code, label]) => ({ nomenclature, code, label })),
  )
  await db.query(
    `insert into nomenclature_item (nomenclature_id, code, label)
     select nomenclature.id, item.code, item.label
     from jsonb_to_recordset($1) as item (nomenclature text, code text, label text)
     join nomenclature on nomenclature.code = item.nomenclature
     on conflict do nothing`,
    [JSON.stringify(rows)],
  )
  await db.query(
    `insert into nomenclature_item (nomenclature_id, parent_id, code, label)
     select parent.nomenclature_id, parent.id, component.code, component.label
     from nomenclature_item parent
     join nomenclature on nomenclature.id = parent.nomenclature_id and nomenclature.code = 'ETABLISSEMENT'
     cross join unnest($1::text[], $2::text[]) as component (code, label)
     where parent.parent_id is null
     on conflict do nothing`,
    [components.map(([code]) => code), components.map(([, label]) => label)],
  )
}
