create or replace function ai.answer_balance(
  p_conversation memory.conversations, p_text text, out body text, out needs_person boolean
)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_total numeric;
  v_jobs integer;
  v_lines text;
begin
  select
    count(*), sum(j.outstanding_balance) filter (where j.outstanding_balance > 0),
    string_agg(
      coalesce('invoice ' || j.invoice_number, j.service_type, 'a job') || ' ' || context.format_money(j.outstanding_balance), ', '
      order by j.completed_at desc nulls last
    ) filter (where j.outstanding_balance > 0)
  into v_jobs, v_total, v_lines
  from context.customer_job_history as j
  where j.tenant_id = p_conversation.tenant_id and j.customer_id = p_conversation.customer_id;

  needs_person := v_jobs = 0;
  body := case
    when v_jobs = 0 then ai.ask_who('an account', p_conversation.channel)
    when v_total is null then 'You''re all paid up: I see no open balance on your account.'
    else format('Your open balance is %s (%s).', context.format_money(v_total), v_lines)
      || ' If you''ve just paid, it may not show here yet.'
  end;
end
$$;
comment on function ai.answer_balance(memory.conversations, text) is 'What the customer owes in all and by invoice, or that nothing is open.';
