create or replace function context.parse_note(p_source text, p_text text, p_on date)
returns table (
  kind text, code text, make text, model text, type text, capacity numeric, capacity_unit text, installed_year integer, is_estimate boolean,
  warranty_years integer, action text, subject text, place text, quote text
)
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
begin
  return query
  select p.kind, p.code, p.make, p.model, p.type, p.capacity, p.capacity_unit, p.installed_year, p.is_estimate, p.warranty_years, p.action, p.subject,
    p.place, p.quote
  from context.parse_texts(array[p_source], array[p_text], array[p_on]) as p;
end
$$;
comment on function context.parse_note(text, text, date) is
  'What a text of a job tells of equipment and issues, by context.note_words and context.issue_patterns. p_source: note (what the technician wrote), description (what was reported or booked) or line_item; p_on: the day of the visit. kind equipment: code is the kind, action installed, replaced, observed or removed; kind issue: action found or resolved. Any text is taken; of a very long one the first 6,000 characters and 400 meanings.';
