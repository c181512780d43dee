create or replace function ai.is_batch_type_ready(p_type ai.batch_types)
returns boolean
language sql
stable
parallel safe
return p_type.list_function is null or (
  to_regprocedure(p_type.list_function || '(uuid, integer)') is not null
  and to_regprocedure(p_type.build_function || '(uuid, uuid)') is not null
  and to_regprocedure(p_type.save_function || '(uuid, uuid, jsonb, text)') is not null
);
comment on function ai.is_batch_type_ready(ai.batch_types) is 'Whether the functions that a kind of batch names are there.';
