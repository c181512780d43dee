create or replace function memory.show_summary(p_customer_id uuid)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_last memory.conversation_summaries;
begin
  select s.* into v_last
  from memory.conversation_summaries as s
  where s.tenant_id = tenancy.current_tenant() and s.customer_id = p_customer_id
  order by s.through desc, s.version desc
  limit 1;
  if found then
    perform identity.take_over(
      p_customer_id,
      jsonb_build_object(
        'summary', memory.render_summary(v_last.summary, memory.list_open_items(p_customer_id)),
        'currentIssueSummary', v_last.current_issue
      ),
      'channel', 'conversation:' || v_last.conversation_id, v_last.written_by
    );
  end if;
end
$$;
comment on function memory.show_summary(uuid) is
  'Has a customer''s summary and current issue say what the latest conversation''s do, with all that is open now below it, unless a person wrote them.';
