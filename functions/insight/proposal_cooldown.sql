create or replace function insight.proposal_cooldown(p_rule text, p_type text)
returns integer
language plpgsql
stable
set search_path = ''
as $$
declare
  c_without_rule constant integer := 90;
begin
  return coalesce(
    (select r.cooldown_days from insight.effective_rules as r where r.name = p_rule),
    (select max(r.cooldown_days) from insight.effective_rules as r where r.insight_type = p_type),
    c_without_rule
  );
end
$$;
comment on function insight.proposal_cooldown(text, text) is
  'For how many days nothing of a type is proposed after one was dismissed: as its rule says, else the longest of the type''s rules, else 90.';
