create or replace function ai.list_reply_tools(p_conversation memory.conversations)
returns text[]
language plpgsql
stable
set search_path = ''
as $$
declare
  v_chosen jsonb;
begin
  -- Everything a tool does in a reply is bound to the customer: without one there is nothing to do.
  if p_conversation.customer_id is null then
    return '{}';
  end if;
  select t.settings -> 'replyTools' into v_chosen from tenancy.tenants as t where t.id = p_conversation.tenant_id;
  return case
    when v_chosen is not null then array(select jsonb_array_elements_text(v_chosen))
    else array[
      'memory_fetch_candidates', 'memory_confirm_context', 'search_memory', 'list_notes', 'upsert_customer_profile', 'add_address', 'create_job',
      'add_job_item', 'record_job_event'
    ] || case when tenancy.is_enabled(p_conversation.tenant_id, 'CUSTOMER_CONTEXT_INSIGHTS')
      then array['list_insights', 'action_insight'] else '{}'
    end
  end;
end
$$;
comment on function ai.list_reply_tools(memory.conversations) is
  'Which tools a reply may use: the tenant''s setting replyTools, else the usual ones; none while it is not known who is writing.';
