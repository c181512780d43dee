create or replace function crm.check_batch(p_items jsonb)
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
  if jsonb_typeof(p_items) is distinct from 'array' or jsonb_array_length(p_items) > 500 then
    raise exception 'not a batch' using errcode = 'RP003', hint = 'An array of at most 500 records a call.';
  end if;
end
$$;
comment on function crm.check_batch(jsonb) is 'RP003 for anything but an array of at most 500.';
