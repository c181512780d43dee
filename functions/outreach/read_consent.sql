create or replace function outreach.read_consent(p_text text, p_opt_out_type text default null)
returns table (action text, source text)
language plpgsql
stable
set search_path = ''
as $$
declare
  v_action text := case upper(p_opt_out_type) when 'STOP' then 'opt_out' when 'START' then 'opt_in' when 'HELP' then 'help' end;
begin
  if v_action is not null then
    return query select v_action, 'opt_out_type';
    return;
  end if;
  select k.action into v_action from outreach.consent_keywords as k where k.word = memory.plain_words(p_text);
  if found then
    return query select v_action, 'keyword';
  elsif outreach.is_refusal(p_text) then
    return query select 'opt_out', 'free_text';
  end if;
end
$$;
comment on function outreach.read_consent(text, text) is
  'What a message says about consent: one row (opt_out | opt_in | help; opt_out_type | keyword | free_text) or none. What Twilio already decided (OptOutType) wins over the text.';
