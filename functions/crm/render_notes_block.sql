create or replace function crm.render_notes_block(p_tenant_id uuid, p_customer_id uuid)
returns text
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    select nullif(concat_ws(
      E'\n',
      'AI Note: Prefers ' || p.preferred_time_window || ' appointments',
      'AI Note: Prefers ' || case p.communication_preference
        when 'sms' then 'text messages' when 'call' then 'phone calls' when 'email' then 'e-mail'
      end,
      'AI Note: Prefers technician ' || crm.notes_text(p.preferred_technician_name, 100),
      'AI Note (Current Issue): ' || crm.notes_text(c.current_issue_summary, 600),
      'AI Note (Conversation Summary): ' || crm.notes_text(c.summary, 1200)
    ), '')
    from identity.customers as c
    left join context.customer_context as p on p.tenant_id = c.tenant_id and p.customer_id = c.id
    where c.tenant_id = p_tenant_id and c.id = p_customer_id
  );
end
$$;
comment on function crm.render_notes_block(uuid, uuid) is
  'What we have to say about a customer in their notes at HousecallPro, one line each, without markers or dates; null when there is nothing.';
