create or replace function identity.lock_value(p_type text, p_value text)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(concat_ws(' ', tenancy.current_tenant(), p_type, p_value), 0));
end
$$;
comment on function identity.lock_value(text, text) is
  'Until the transaction ends nobody else decides whose this identity is, whether or not a row for it exists yet.';
