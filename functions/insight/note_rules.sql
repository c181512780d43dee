create or replace function insight.note_rules()
returns text
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_rules constant text := insight.fingerprint_rules();
begin
  update insight.passes as p
  set rules = null, full_rules = null
  where p.tenant_id = tenancy.current_tenant() and (p.rules <> v_rules or p.full_rules <> v_rules);
  return v_rules;
end
$$;
comment on function insight.note_rules() is
  'insight.fingerprint_rules, to be called before some customers are looked at: when they are looked at by other rules than the running pass or the last full one was, the next pass looks at everybody, even if the rules are changed back before it.';
