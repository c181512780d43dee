import type { Sql } from './connect.ts'

/** A column or argument: its SQL name and the name of its type in pg_type, domains resolved to what they are made of. */
export interface CatalogueColumn {
  name: string
  type: string
}

export interface ApiFunction {
  name: string
  signature: string
  comment: string | null
  arguments: (CatalogueColumn & { required: boolean })[]
  returnsSet: boolean
  /** what it returns: columns of a row, or one value of a type (`void` for none) */
  result: { columns: CatalogueColumn[] } | { type: string }
}

interface Row {
  name: string
  signature: string
  comment: string | null
  inputs: CatalogueColumn[]
  outputs: CatalogueColumn[]
  composite: CatalogueColumn[]
  defaults: number
  returnsSet: boolean
  returns: string
}

/** The functions of schema `api`, by name. @throws Error for a name with several overloads, or an argument without name */
export async function readApi(sql: Sql): Promise<ApiFunction[]> {
  const rows = await sql<Row[]>`
    with recursive base_types (oid, name) as (
      select t.oid, t.typname::text from pg_type t where t.typtype <> 'd'
      union all
      select d.oid, b.name from pg_type d join base_types b on b.oid = d.typbasetype where d.typtype = 'd'
    ),
    parameters as (
      select p.oid as function_oid, a.position, b.name as type,
             coalesce(p.proargnames[a.position], '') as name,
             coalesce(p.proargmodes[a.position]::text, 'i') as mode
      from pg_proc p
      cross join lateral unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality as a (type_oid, position)
      join base_types b on b.oid = a.type_oid
      where p.pronamespace = 'api'::regnamespace
    )
    select p.proname as name,
           p.oid::regprocedure::text as signature,
           obj_description(p.oid, 'pg_proc') as comment,
           coalesce((select jsonb_agg(jsonb_build_object('name', a.name, 'type', a.type) order by a.position)
                     from parameters a where a.function_oid = p.oid and a.mode in ('i', 'b', 'v')), '[]') as inputs,
           coalesce((select jsonb_agg(jsonb_build_object('name', a.name, 'type', a.type) order by a.position)
                     from parameters a where a.function_oid = p.oid and a.mode in ('o', 'b', 't')), '[]') as outputs,
           coalesce((select jsonb_agg(jsonb_build_object('name', c.attname, 'type', b.name) order by c.attnum)
                     from pg_type t join pg_attribute c on c.attrelid = t.typrelid and c.attnum > 0 and not c.attisdropped
                     join base_types b on b.oid = c.atttypid
                     where t.oid = p.prorettype and t.typtype = 'c'), '[]') as composite,
           p.pronargdefaults::integer as defaults,
           p.proretset as "returnsSet",
           r.name as returns
    from pg_proc p
    join base_types r on r.oid = p.prorettype
    where p.pronamespace = 'api'::regnamespace and p.prokind = 'f'
    order by p.proname collate "C", p.oid`
  return rows.map((row, index) => {
    if (rows[index + 1]?.name === row.name)
      throw new Error(`api.${row.name} has several overloads; TypeScript needs one`)
    return toFunction(row)
  })
}

function toFunction(row: Row): ApiFunction {
  const unnamed = row.inputs.find(({ name }) => !/^p_[a-z0-9_]+$/.test(name))
  if (unnamed) throw new Error(`${row.signature}: argument "${unnamed.name}" must be named p_…`)
  const columns = row.composite.length > 0 ? row.composite : row.outputs
  // A single out parameter makes a function of its type, `returns table` of one column a row.
  const isRow = row.composite.length > 0 || row.outputs.length > 1 || (row.returnsSet && row.outputs.length === 1)
  return {
    name: row.name,
    signature: row.signature,
    comment: row.comment,
    arguments: row.inputs.map((input, index) => ({
      ...input,
      required: index < row.inputs.length - row.defaults,
    })),
    returnsSet: row.returnsSet,
    result: isRow ? { columns } : { type: row.returns },
  }
}
