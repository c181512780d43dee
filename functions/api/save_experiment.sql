create or replace function api.save_experiment(p_tenant_id uuid, p_name text, p_is_active boolean, p_arms jsonb, p_actor text)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_experiment ai.experiments;
begin
  perform tenancy.set_tenant(p_tenant_id);
  if jsonb_typeof(p_arms) is distinct from 'array' or jsonb_array_length(p_arms) not between 1 and 10
    or (select sum((a.entry ->> 'share')::integer) from jsonb_array_elements(p_arms) as a (entry)) > 100
    or (select count(distinct a.entry ->> 'name') from jsonb_array_elements(p_arms) as a (entry)) <> jsonb_array_length(p_arms) then
    raise exception 'arms that cannot be' using errcode = 'RP003',
      hint = 'One to ten arms, each with a name of its own and a share of whole hundredths, 100 together at most.';
  end if;

  -- Two who save the same one at once save it one after the other, each over what it finds.
  insert into ai.experiments as e (tenant_id, name, slots, updated_by)
  values (p_tenant_id, p_name, array_fill(null::text, array[100]), p_actor)
  on conflict (tenant_id, name) do update set updated_by = excluded.updated_by
  returning e.* into v_experiment;
  if p_is_active and exists (
    select from ai.experiments as e where e.tenant_id = p_tenant_id and e.is_active and e.name <> p_name
  ) then
    raise exception 'another experiment is active' using errcode = 'RP004', hint = 'End the other one first: one at a time is active.';
  end if;

  delete from ai.experiment_arms as a where a.tenant_id = p_tenant_id and a.experiment = p_name;
  insert into ai.experiment_arms (tenant_id, experiment, name, provider, model, share, position)
  select p_tenant_id, p_name, a.entry ->> 'name', a.entry ->> 'provider', a.entry ->> 'model', (a.entry ->> 'share')::smallint, a.position
  from jsonb_array_elements(p_arms) with ordinality as a (entry, position);
  update ai.experiments as e
  set is_active = p_is_active, slots = ai.deal_slots(v_experiment.slots, p_arms), updated_by = p_actor
  where e.tenant_id = p_tenant_id and e.name = p_name
  returning e.* into v_experiment;
  return ai.describe_experiment(v_experiment);
end
$$;
comment on function api.save_experiment(uuid, text, boolean, jsonb, text) is
  'Makes an experiment, or changes it: p_arms [{name, provider: openai|anthropic, model|null, share: hundredths of the parties}]. A party keeps its arm unless the shares make it change; who is outside of the shares is answered as without an experiment. Returns it as api.list_experiments does. RP003 for arms that cannot be, RP004 while another one is active, 23514 for a name, provider or model of another form.';
