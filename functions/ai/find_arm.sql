create or replace function ai.find_arm(p_conversation memory.conversations)
returns ai.experiment_arms
language plpgsql
stable
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := p_conversation.tenant_id;
  v_experiment ai.experiments;
  v_arm ai.experiment_arms;
  v_hash bytea;
begin
  select e.* into v_experiment from ai.experiments as e where e.tenant_id = v_tenant_id and e.is_active;
  if not found then
    return null;
  end if;
  -- By the party, not the conversation: whoever writes again is answered by the same model. By the experiment as well, so that
  -- the next one mixes them anew.
  v_hash := sha256(convert_to(
    concat_ws(':', v_tenant_id, v_experiment.name, p_conversation.channel, p_conversation.address), 'UTF8'
  ));
  select a.* into v_arm
  from ai.experiment_arms as a
  where a.tenant_id = v_tenant_id and a.experiment = v_experiment.name
    and a.name = v_experiment.slots[
      1 + (get_byte(v_hash, 0) * 65536 + get_byte(v_hash, 1) * 256 + get_byte(v_hash, 2)) % 100
    ];
  return v_arm;
end
$$;
comment on function ai.find_arm(memory.conversations) is
  'The arm of the tenant''s active experiment that the party of a conversation is in; all null without one.';
