import { beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../src/db/connect.ts'
import { testDatabase } from '../fixtures/database.ts'
import { sourceFiles } from '../fixtures/repository.ts'

const SCHEMAS = [
  'api',
  'tenancy',
  'identity',
  'memory',
  'context',
  'insight',
  'crm',
  'lead',
  'outreach',
  'ai',
  'intake',
  'ops',
  'queue',
  'analytics',
]

/** Api functions that must see across tenants, or use operators that row level security keeps from indexes. */
const OWNER_API_FUNCTIONS = [
  'abandon_job',
  'analyze_grown_tables',
  'claim_unknown_deliveries',
  'classify_messages',
  'close_idle_conversations',
  'close_lost_calls',
  'enqueue_batch_polls',
  'enqueue_due_crm_pushes',
  'enqueue_due_schedules',
  'enqueue_embeddings',
  'enqueue_insight_passes',
  'enqueue_nightly_batches',
  'enqueue_readings',
  'get_health',
  'get_metrics',
  'list_crm_inbox',
  'list_inbox',
  'list_outdated_credentials',
  'list_tenants',
  'plan_crm_syncs',
  'prune',
  'record_access',
  'record_job_executions',
  'resolve_batch_event',
  'retry_dead_letter',
  'save_reply_drafts',
  'search_customers',
  'search_memory',
]

/** Private functions that run as their owner: the key of the erasure hashes, the audit log, the only writers of pgboss.job, and
 * what runs at the end of a transaction, when the login has its own rights again. */
const OWNER_PRIVATE_FUNCTIONS = [
  'identity.hash_identifier',
  'insight.tg_stale_customers__enqueue',
  'memory.enqueue_embedding',
  'memory.tg_unembedded_messages__enqueue',
  'ops.forget_audit',
  'queue.cancel',
  'queue.enqueue',
  'queue.forget_jobs',
  'queue.prune_executions',
  'queue.wake',
]

/** Tables read before the tenant is known, or shared by all tenants. */
const DIRECTORIES = [
  'ai.batch_types',
  'ai.handover_patterns',
  'ai.intent_patterns',
  'ai.intents',
  'ai.model_choices',
  'ai.model_prices',
  'ai.provider_health',
  'ai.words',
  'context.equipment_lifespans',
  'context.issue_kinds',
  'context.issue_patterns',
  'context.issue_remedies',
  'context.note_makes',
  'context.note_types',
  'context.note_vocabulary',
  'context.note_words',
  'context.token_words',
  'crm.service_words',
  'crm.unrouted_events',
  'memory.embedding_models',
  'memory.class_phrases',
  'memory.service_phrases',
  'memory.withheld_numbers',
  'insight.rules',
  'insight.service_patterns',
  'insight.thresholds',
  'lead.metadata_words',
  'memory.emergency_exceptions',
  'memory.emergency_phrase_defaults',
  'memory.fact_exceptions',
  'memory.fact_rules',
  'memory.fact_slots',
  'outreach.consent_keywords',
  'outreach.message_template_defaults',
  'outreach.provider_errors',
  'ops.rate_buckets',
  'outreach.refusal_patterns',
  'tenancy.analysts',
  'tenancy.api_keys',
  'tenancy.channel_endpoints',
  'tenancy.crm_companies',
  'tenancy.feature_flag_defaults',
  'tenancy.tenants',
]

/** What a business sets up and the machinery keeps: no customer's data. The logs themselves, and what holds only HMACs. */
const UNAUDITED = [
  'ai.batch_items',
  'ai.batch_jobs',
  'ai.budget_notices',
  'ai.daily_usage',
  'ai.experiment_arms',
  'ai.experiments',
  'ai.reply_drafts',
  'context.unread_jobs',
  'crm.connection_health',
  'crm.employees',
  'crm.push_pauses',
  'crm.service_catalog',
  'crm.sync_figures',
  'crm.sync_runs',
  'crm.sync_seen',
  'crm.sync_steps',
  'crm.sync_watermarks',
  'identity.erased_identifiers',
  'identity.erased_opt_outs',
  'identity.erasure_keys',
  'insight.counters',
  'insight.passes',
  'insight.stale_customers',
  'insight.tenant_rules',
  'memory.embedding_states',
  'memory.emergency_phrases',
  'memory.inbox',
  'memory.readings',
  'memory.unclassified_messages',
  'memory.unembedded_messages',
  'ops.access_log',
  'ops.audit_log',
  'ops.chat_buckets',
  'ops.job_executions',
  'outreach.allowed_demo_recipients',
  'outreach.message_templates',
  'tenancy.crm_connections',
  'tenancy.feature_flags',
  'tenancy.location_hours',
  'tenancy.locations',
]

let admin: Sql
const names = async (query: PromiseLike<Iterable<object | undefined>>) =>
  [...(await query)].map((row) => String((row as { name: unknown }).name))

beforeAll(async () => {
  admin = (await testDatabase()).admin
})

describe('functions', () => {
  test('in the catalogue and in the files are the same', async () => {
    const inFiles = sourceFiles(['functions', 'sql'], '.sql').flatMap((file) =>
      [
        ...file.text
          .replace(/--.*$/gm, '')
          .matchAll(/create (?:or replace )?(?:function|procedure) ([a-z_]+\.[a-z_0-9]+)/g),
      ].map((match) => match[1] ?? ''),
    )
    const inCatalogue = await names(admin`
      select distinct n.nspname || '.' || p.proname as name
      from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace
      where n.nspname = any(${SCHEMAS})`)
    expect(inCatalogue.sort()).toEqual([...new Set(inFiles)].sort())
  })

  test('have one overload each', async () => {
    expect(
      await names(admin`
        select n.nspname || '.' || p.proname as name
        from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace
        where n.nspname = any(${SCHEMAS}) group by 1 having count(*) > 1`),
    ).toEqual([])
  })

  test('of schema api are security definer with a pinned path and belong to rapport_api, but for the listed ones', async () => {
    const rows = await admin`
      select p.proname as name, pg_get_userbyid(p.proowner) as owner, p.prosecdef, coalesce(p.proconfig, '{}') as config
      from pg_proc as p where p.pronamespace = 'api'::regnamespace`
    expect(
      rows.filter((row) => !row.prosecdef || !row.config.includes('search_path=""')).map((row) => row.name),
    ).toEqual([])
    expect(
      rows
        .filter((row) => row.owner !== 'rapport_api')
        .map((row) => [row.name, row.owner])
        .sort(),
    ).toEqual(OWNER_API_FUNCTIONS.map((name) => [name, 'rapport_owner']))
  })

  test('elsewhere run as their caller, but for the listed ones', async () => {
    const definer = await names(admin`
      select n.nspname || '.' || p.proname as name
      from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace
      where n.nspname = any(${SCHEMAS}) and n.nspname <> 'api' and p.prosecdef order by 1`)
    expect(definer).toEqual(OWNER_PRIVATE_FUNCTIONS)
  })

  test('that return rows without a path of their own are written into the statements that call them', async () => {
    const rows = await admin`
      select p.oid::regproc::text as name, (
        select string_agg('null::' || format_type(a.type, null), ', ' order by a.place)
        from unnest(p.proargtypes) with ordinality as a (type, place)
      ) as arguments
      from pg_proc as p
      join pg_namespace as n on n.oid = p.pronamespace
      join pg_language as l on l.oid = p.prolang
      where n.nspname = any(${SCHEMAS}) and l.lanname = 'sql' and p.proretset and p.proconfig is null`
    expect(rows.length).toBeGreaterThan(0)
    for (const { name, arguments: args } of rows) {
      const plan = await admin.unsafe(`explain select * from ${name}(${args ?? ''}) as listed`)
      expect([name, JSON.stringify(plan)]).toEqual([name, expect.not.stringContaining('Function Scan')])
    }
  })

  test('are closed to everyone: rapport_edge and rapport_worker may execute those of schema api and no other', async () => {
    for (const role of ['rapport_edge', 'rapport_worker']) {
      const rows = await admin`
        select n.nspname as schema, p.proname as name, has_function_privilege(${role}, p.oid, 'execute') as allowed
        from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace
        where n.nspname = any(${SCHEMAS})`
      expect(
        rows.filter((row) => row.allowed !== (row.schema === 'api')).map((row) => `${role} ${row.schema}.${row.name}`),
      ).toEqual([])
    }
  })

  test('that a kind of batch names are all there, or none is and the kind is off', async () => {
    const kinds = await admin`
      select t.job_type, array(
        select to_regprocedure(f.signature) is not null
        from (values
          (t.list_function || '(uuid, integer)'), (t.build_function || '(uuid, uuid)'), (t.save_function || '(uuid, uuid, jsonb, text)')
        ) as f (signature)
      ) as there
      from ai.batch_types as t where t.list_function is not null`
    expect(kinds.filter(({ there }) => new Set(there).size > 1).map(({ job_type }) => job_type)).toEqual([])
    expect(kinds.find(({ job_type }) => job_type === 'insights')?.there).toEqual([true, true, true])
  })

  test('all carry a comment', async () => {
    expect(
      await names(admin`
        select n.nspname || '.' || p.proname as name
        from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace
        where n.nspname = any(${SCHEMAS}) and obj_description(p.oid, 'pg_proc') is null`),
    ).toEqual([])
  })
})

describe('tables', () => {
  test('belong to rapport_owner; rapport_api owns none', async () => {
    expect(
      await names(admin`
        select c.oid::regclass::text as name from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
        where n.nspname = any(${SCHEMAS}) and c.relkind in ('r', 'p', 'v', 'm') and pg_get_userbyid(c.relowner) not in ('rapport_owner', 'rapport_analytics')`),
    ).toEqual([])
  })

  test('give rapport_edge no right at all, and rapport_worker only on the queue schema', async () => {
    const rows = await admin`
      select n.nspname as schema, c.oid::regclass::text as name, r.role
      from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
      cross join unnest(array['rapport_edge', 'rapport_worker']) as r (role)
      where (n.nspname = any(${SCHEMAS}) or n.nspname in ('pgboss', 'public', 'migrate')) and c.relkind in ('r', 'p', 'v', 'm')
        and has_table_privilege(r.role, c.oid, 'select, insert, update, delete, truncate, references, trigger')
        and not (n.nspname = 'pgboss' and r.role = 'rapport_worker')`
    expect(rows.map((row) => `${row.role} ${row.name}`)).toEqual([])
    const [usage] = await admin`select array_agg(n.nspname::text order by 1) as schemas from pg_namespace as n
      where n.nspname = any(${[...SCHEMAS, 'pgboss', 'migrate']}) and has_schema_privilege('rapport_edge', n.oid, 'usage')`
    expect(usage?.schemas).toEqual(['api'])
  })

  test('all have row level security with a policy, and a comment', async () => {
    const rows = await admin`
      select c.oid::regclass::text as name, c.relrowsecurity as secured,
        exists (select from pg_policy as p where p.polrelid = c.oid) as has_policy, obj_description(c.oid, 'pg_class') is not null as has_comment
      from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
      where n.nspname = any(${SCHEMAS}) and c.relkind in ('r', 'p')`
    expect(rows.filter((row) => !row.secured || !row.has_policy || !row.has_comment).map((row) => row.name)).toEqual([])
    expect(
      await names(admin`
        select c.oid::regclass::text as name from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
        where n.nspname = any(${SCHEMAS}) and c.relkind in ('v', 'm') and obj_description(c.oid, 'pg_class') is null`),
    ).toEqual([])
  })

  test('are walled by tenant, but for the listed directories', async () => {
    const open = await names(admin`
      select c.oid::regclass::text as name from pg_class as c join pg_policy as p on p.polrelid = c.oid
      where p.polname not in ('tenant_wall', 'analyst_wall') order by 1`)
    expect(open.filter((name) => !DIRECTORIES.includes(name))).toEqual(
      ['ops.job_executions'].filter((name) => open.includes(name)),
    )
    expect(DIRECTORIES.filter((name) => !open.includes(name))).toEqual([])
  })

  test('let analysts read by who logged in and nothing else, and rapport_analytics write nothing', async () => {
    const policies = await admin`
      select p.polrelid::regclass::text as table, p.polcmd as command, p.polroles::regrole[]::text as roles,
        pg_get_expr(p.polqual, p.polrelid) as condition
      from pg_policy as p where p.polname = 'analyst_wall' order by 1`
    expect(policies.length).toBeGreaterThan(8)
    for (const { table, command, roles, condition } of policies) {
      expect([table, command, roles]).toEqual([table, 'r', '{rapport_analytics}'])
      expect(condition).toContain('SESSION_USER')
      expect(condition).not.toContain('current_setting')
    }
    const readable = await names(admin`
      select c.oid::regclass::text as name from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
      where n.nspname = any(${SCHEMAS}) and n.nspname <> 'analytics' and c.relkind in ('r', 'p', 'v', 'm')
        and has_table_privilege('rapport_analytics', c.oid, 'select') order by 1`)
    expect(readable).toEqual(policies.map((policy) => policy.table))
    expect(
      await names(admin`
        select c.oid::regclass::text as name from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
        where n.nspname = any(${SCHEMAS}) and n.nspname <> 'analytics'
          and has_table_privilege('rapport_analytics', c.oid, 'insert, update, delete, truncate')`),
    ).toEqual([])
    expect(
      await names(admin`
        select c.relname as name from pg_class as c
        where c.relnamespace = 'analytics'::regnamespace and (
          c.relkind <> 'v' or pg_get_userbyid(c.relowner) <> 'rapport_analytics'
          or coalesce(c.reloptions, '{}') <> '{security_barrier=true}')`),
    ).toEqual([])
  })

  test('of tenants are audited, but for the listed ones', async () => {
    const unaudited = await names(admin`
      select p.polrelid::regclass::text as name from pg_policy as p
      where p.polname = 'tenant_wall'
        and (select count(*) from pg_trigger as t where t.tgrelid = p.polrelid and t.tgname like '\_800\_audit\_%') <> 3
      order by 1`)
    expect(unaudited).toEqual(UNAUDITED)
  })

  test('that are audited row by row have every column looked at but those that do not count', async () => {
    const overlooked = await names(admin`
      select t.tgrelid::regclass::text || '.' || a.attname as name
      from pg_trigger as t
      join pg_attribute as a on a.attrelid = t.tgrelid and a.attnum > 0 and not a.attisdropped
      cross join lateral (select string_to_array(encode(t.tgargs, 'escape'), '\\000') as arguments) as g
      where t.tgname = '_800_audit_update' and t.tgtype & 1 = 1
        and a.attname <> all (array['updated_at', 'version'] || string_to_array(g.arguments[3], ','))
        and pg_get_triggerdef(t.oid) !~ ('\\mold\\.' || quote_ident(a.attname) || '(?![a-z0-9_])')
      order by 1`)
    expect(overlooked).toEqual([])
    const looked = await admin`select from pg_trigger where tgname = '_800_audit_update' and tgtype & 1 = 1`
    expect(looked.length).toBeGreaterThan(10)
  })

  test('start every primary and unique key of a walled table with tenant_id', async () => {
    const rows = await admin`
      select i.indexrelid::regclass::text as name
      from pg_index as i join pg_policy as p on p.polrelid = i.indrelid and p.polname = 'tenant_wall'
      join pg_attribute as a on a.attrelid = i.indrelid and a.attname = 'tenant_id'
      where i.indisunique and i.indkey[0] <> a.attnum`
    // A vendor's own id is unique over all tenants; an attempt belongs to a job, and some jobs work for no single tenant.
    expect(rows.map((row) => row.name).sort()).toEqual(['ai.batch_jobs_openai_key', 'ops.job_executions_pkey'])
  })

  test('carry tenant_id in every foreign key between walled tables, and name what happens on delete', async () => {
    const rows = await admin`
      select k.conrelid::regclass::text || ' ' || pg_get_constraintdef(k.oid) as name, k.confdeltype as on_delete, k.confdelsetcols as columns
      from pg_constraint as k join pg_class as c on c.oid = k.conrelid join pg_namespace as n on n.oid = c.relnamespace
      where k.contype = 'f' and n.nspname = any(${SCHEMAS})`
    expect(rows.length).toBeGreaterThan(40)
    const unwalled = rows.filter(
      (row) =>
        !/FOREIGN KEY \(tenant_id/.test(row.name) &&
        !/REFERENCES (ai\.(intents|batch_types)|context\.issue_kinds|insight\.rules|memory\.(embedding_models|fact_slots)|tenancy\.feature_flag_defaults)/.test(
          row.name,
        ),
    )
    expect(unwalled.map((row) => row.name)).toEqual([])
    expect(rows.filter((row) => row.on_delete === 'a').map((row) => row.name)).toEqual([])
    // A composite key would null tenant_id too unless the column is named.
    expect(rows.filter((row) => row.on_delete === 'n' && row.columns === null).map((row) => row.name)).toEqual([])
  })

  test('have an index that begins with the columns of each foreign key', async () => {
    expect(
      await names(admin`
        select k.conrelid::regclass::text || ' ' || pg_get_constraintdef(k.oid) as name
        from pg_constraint as k join pg_class as c on c.oid = k.conrelid join pg_namespace as n on n.oid = c.relnamespace
        where k.contype = 'f' and n.nspname = any(${SCHEMAS}) and not exists (
          select from pg_index as i
          where i.indrelid = k.conrelid
            and (select array_agg(x order by x) from unnest((i.indkey::smallint[])[0:cardinality(k.conkey) - 1]) as x)
              = (select array_agg(x order by x) from unnest(k.conkey) as x))`),
    ).toEqual([])
  })
})
