create or replace function ai.plan_reply(p_conversation memory.conversations, p_providers jsonb)
returns table (
  provider text, model text, timeout_ms integer, max_output_tokens integer, experiment text, arm text, reason text
)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
declare
  -- Prices are compared for a reply as it usually is: a long prompt, a short answer.
  c_usual_input constant integer := 3000;
  c_usual_output constant integer := 150;
  v_own constant jsonb := (select t.settings -> 'replyProvider' from tenancy.tenants as t where t.id = p_conversation.tenant_id);
  v_level constant text := ai.budget_level(p_conversation.tenant_id);
  v_arm ai.experiment_arms;
  -- Who has a key and is wanted: whoever names local before a provider wants no call to that one.
  v_given constant jsonb := coalesce((
    select jsonb_agg(g.entry order by g.place)
    from jsonb_array_elements(p_providers) with ordinality as g (entry, place)
    where g.place < coalesce((
      select min(l.place) from jsonb_array_elements(p_providers) with ordinality as l (entry, place) where l.entry ->> 'provider' = 'local'
    ), 'infinity'::float8)
  ), '[]');
  v_order jsonb := v_given;
  v_reason text;
begin
  if v_given = '[]' then
    v_reason := case when p_providers = '[]' then 'no_provider' end;
  elsif v_level = 'hard' then
    v_order := '[]';
    v_reason := 'budget';
  elsif v_level = 'soft' then
    return query
    select s.provider, s.model, s.timeout_ms, s.max_output_tokens, null::text, null::text, null::text
    from ai.plan_providers((select jsonb_agg(e.entry - 'model') from jsonb_array_elements(v_given) as e (entry)), 'reply_saving')
      with ordinality as s (provider, model, timeout_ms, max_output_tokens, place)
    order by ai.cost_of_call(s.provider, s.model, s.model, c_usual_input, 0, c_usual_output), s.place;
    v_order := '[]';
  else
    v_arm := ai.find_arm(p_conversation);
    if not exists (select from jsonb_array_elements(v_given) as e (entry) where e.entry ->> 'provider' = v_arm.provider) then
      v_arm := null;
    end if;
    -- The first entry of a provider counts: what is put in front is asked first, and the others stand in for it.
    if v_arm.name is not null then
      v_order := jsonb_build_object('provider', v_arm.provider, 'model', v_arm.model) || v_given;
    elsif v_own ->> 'provider' = 'local' then
      v_order := '[]';
    elsif v_own is not null then
      v_order := coalesce((
        select jsonb_agg(jsonb_build_object('provider', e.entry ->> 'provider', 'model', coalesce(v_own ->> 'model', e.entry ->> 'model')))
        from jsonb_array_elements(v_given) as e (entry)
        where e.entry ->> 'provider' = v_own ->> 'provider'
      ), '[]') || v_given;
    end if;
  end if;

  return query
  select p.provider, p.model, p.timeout_ms, p.max_output_tokens, v_arm.experiment, v_arm.name, null::text
  from ai.plan_providers(v_order, 'reply') with ordinality as p (provider, model, timeout_ms, max_output_tokens, place)
  order by p.place;
  return query select 'local', 'local', 0, null::integer, v_arm.experiment, v_arm.name, v_reason;
end
$$;
comment on function ai.plan_reply(memory.conversations, jsonb) is
  'Whom to ask for a reply, in order, local always last. p_providers: [{provider, model|null}] that have keys. The arm of the tenant''s experiment comes first, then its setting replyProvider, then the given order; without those whose health says to skip them unless that leaves none. Over the soft budget the cheapest small models, over the hard one local alone. reason, in the last row, says why only local is left: no_provider, budget, or null where that is what was chosen.';
