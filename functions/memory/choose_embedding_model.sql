create or replace function memory.choose_embedding_model(p_tenant_id uuid, p_models text[])
returns text
language plpgsql
stable
strict
set search_path = ''
as $$
declare
  -- Two processes with different keys must not have everything embedded in turns.
  c_settled constant interval := interval '1 hour';
  v_chosen text := (select t.settings ->> 'embeddingModel' from tenancy.tenants as t where t.id = p_tenant_id);
  v_state memory.embedding_states;
begin
  select s.* into v_state from memory.embedding_states as s where s.tenant_id = p_tenant_id;
  return case
    when v_chosen = any (p_models) then v_chosen
    when v_state.began_at > ops.now() - c_settled then v_state.model
    else (
      select g.model from unnest(p_models) with ordinality as g (model, position)
      join memory.embedding_models as m on m.name = g.model
      order by g.position
      limit 1
    )
  end;
end
$$;
comment on function memory.choose_embedding_model(uuid, text[]) is
  'The model that a tenant''s messages are to be embedded with: its own choice (setting embeddingModel), where that can be asked, else the first of those that can. Whom it follows from the installation changes an hour after the last change at the earliest.';
