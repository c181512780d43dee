create or replace function outreach.render_template(p_event_type text, p_channel text, p_variables jsonb)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  v_template text;
  v_text text;
begin
  select coalesce(
    (
      select t.body_template from outreach.message_templates as t
      where t.tenant_id = tenancy.current_tenant() and t.event_type = p_event_type and t.channel = p_channel and t.is_active
    ),
    (
      select d.body_template from outreach.message_template_defaults as d
      where d.event_type = p_event_type and d.channel = p_channel
    )
  ) into v_template;
  if v_template is null then
    raise exception 'no template % for %', p_event_type, p_channel using errcode = 'RP001';
  end if;
  -- Piece by piece, so that braces inside a variable's value are never read as another variable.
  select string_agg(
    case when piece.parts[1] is null then piece.parts[2] else coalesce(p_variables ->> piece.parts[1], '') end,
    '' order by piece.position
  ) into v_text
  from regexp_matches(v_template, '\{\{\s*(\w+)\s*\}\}|([^{]+|\{)', 'g') with ordinality as piece (parts, position);
  return btrim(regexp_replace(v_text, '[^\S\n]+', ' ', 'g'));
end
$$;
comment on function outreach.render_template(text, text, jsonb) is
  'A text of the tenant, else the default, with {{name}} replaced from p_variables (absent: nothing) and runs of spaces made one. RP001 when there is no such template.';
