create or replace function ai.compose_batch_lines(p_batch_id uuid, p_after text, p_limit integer, p_formats jsonb)
returns table (custom_id text, line text, schema_name text)
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_batch ai.batch_jobs;
  v_type ai.batch_types;
begin
  select b.* into v_batch from ai.batch_jobs as b where b.tenant_id = v_tenant_id and b.id = p_batch_id;
  select t.* into v_type from ai.batch_types as t where t.job_type = v_batch.job_type;
  if v_type.build_function is null then
    return query
    with page as materialized (
      select i.custom_id, i.message_id
      from ai.batch_items as i
      where i.tenant_id = v_tenant_id and i.batch_id = p_batch_id and i.state = 'claimed' and i.custom_id > p_after
      order by i.custom_id
      limit p_limit
    )
    select p.custom_id::text, jsonb_build_object(
      'custom_id', p.custom_id, 'method', 'POST', 'url', v_type.endpoint,
      'body', jsonb_build_object('model', v_batch.model, 'input', ai.embedding_input(left(m.body, 8000)), 'encoding_format', 'base64')
        -- Only its larger sister has more dimensions than are kept.
        || case when v_batch.model = 'text-embedding-3-large' then jsonb_build_object('dimensions', 1536) else '{}' end
    )::text, null::text
    from page as p
    join memory.messages as m on m.tenant_id = v_tenant_id and m.id = p.message_id
    order by p.custom_id;
    return;
  end if;

  return query execute format(
    'with built as materialized ('
    '  select i.custom_id, %s(i.tenant_id, coalesce(i.message_id, i.conversation_id, i.customer_id)) as request'
    '  from (select o.* from ai.batch_items as o'
    '    where o.tenant_id = $1 and o.batch_id = $2 and o.state = ''claimed'' and o.custom_id > $3'
    '    order by o.custom_id limit $4) as i'
    ') select b.custom_id::text, ai.render_batch_line(b.custom_id, b.request, $5, $6, $7, $8), b.request ->> ''schema'''
    '  from built as b order by b.custom_id',
    v_type.build_function
  ) using v_tenant_id, p_batch_id, p_after, p_limit, v_type.endpoint, v_batch.model, v_type.max_output_tokens, p_formats;
end
$$;
comment on function ai.compose_batch_lines(uuid, text, integer, jsonb) is
  'Lines of a batch''s input file in the order of their custom_id, after one; null for a request whose subject has nothing to say any more. p_formats: {schema: text.format} of structured outputs.';
