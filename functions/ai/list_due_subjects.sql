create or replace function ai.list_due_subjects(p_type ai.batch_types, p_model text, p_limit integer)
returns table (subject_id uuid, input_hash text)
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  if p_type.list_function is null then
    return query
    select u.message_id, md5(ai.embedding_input(u.body)) 
    from memory.list_unembedded(tenancy.current_tenant(), p_model, p_limit) as u;
  else
    return query execute format('select s.id, null::text from %s($1, $2) as s (id)', p_type.list_function)
    using tenancy.current_tenant(), p_limit;
  end if;
end
$$;
comment on function ai.list_due_subjects(ai.batch_types, text, integer) is
  'What a kind of batch is due for in the current tenant, in live batches or not: messages, conversations or customers.';
