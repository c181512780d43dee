create or replace function api.read_batch_lines(
  p_tenant_id uuid, p_batch_id uuid, p_claim_id uuid, p_after text, p_bytes bigint, p_formats jsonb default '{}'
)
returns table (custom_id text, line text)
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  -- What OpenAI takes, in the smaller of the two readings of 200 MB.
  c_most_bytes constant bigint := 200000000;
  v_batch ai.batch_jobs;
  v_limit integer;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_batch := ai.lock_batch(p_batch_id, p_claim_id);
  if v_batch.status <> 'pending' or v_batch.input_file_id is not null then
    raise exception 'the batch is handed over' using errcode = 'RP004', hint = 'Claim it again.';
  end if;
  -- A request to a model is made from a whole conversation or context.
  v_limit := case v_batch.job_type when 'embeddings' then 1000 else 50 end;
  return query
  with lines as materialized (
    select l.custom_id, l.line, l.schema_name from ai.compose_batch_lines(p_batch_id, p_after, v_limit, p_formats) as l
  ), silent as (
    update ai.batch_items as i
    set state = 'dropped', last_error = 'gone', updated_at = ops.now()
    where i.tenant_id = p_tenant_id and i.batch_id = p_batch_id
      and i.custom_id = any (array(select l.custom_id from lines as l where l.line is null))
  ), named as (
    update ai.batch_jobs as b
    set schema_name = (select max(l.schema_name) from lines as l)
    where b.tenant_id = p_tenant_id and b.id = p_batch_id and b.schema_name is null and b.job_type <> 'embeddings'
  ), measured as (
    select l.custom_id, l.line, sum(coalesce(octet_length(l.line) + 1, 0)) over (order by l.custom_id collate "C") as bytes from lines as l
  )
  select m.custom_id, m.line from measured as m where p_bytes + m.bytes <= c_most_bytes order by m.custom_id collate "C";
end
$$;
comment on function api.read_batch_lines(uuid, uuid, uuid, text, bigint, jsonb) is
  'The next lines of a batch''s input file, by custom_id after p_after (empty: from the first), while with the p_bytes before them they stay within 200 MB; none when that was all, or all that fits. A line is null where nothing is to be asked any more. p_formats: {schema: text.format}. RP004 when the claim is another''s by now.';
