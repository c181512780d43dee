create or replace function context.tg_equipment__keep_edits()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_changed text[] := array(
    select c.name from (values
      ('make', new.make is distinct from old.make), ('model', new.model is distinct from old.model), ('type', new.type is distinct from old.type),
      ('installed_on', new.installed_on is distinct from old.installed_on or new.installed_on_precision is distinct from old.installed_on_precision),
      ('removed_on', new.removed_on is distinct from old.removed_on), ('warranty_end_date', new.warranty_end_date is distinct from old.warranty_end_date),
      ('attributes', new.attributes is distinct from old.attributes)
    ) as c (name, is_changed)
    where c.is_changed
  );
begin
  if v_changed <> '{}' then
    new.derived_fields := array(select f.name from unnest(old.derived_fields) with ordinality as f (name, place)
      where not f.name = any (v_changed) order by f.place);
    if new.source = 'job' then
      new.source := 'staff';
      new.confidence := 1;
    end if;
  end if;
  return new;
end
$$;
comment on function context.tg_equipment__keep_edits() is
  'What somebody edits of a unit that was read out of jobs is theirs from then on: the column no longer follows the jobs, and the row stays when they go.';

create or replace trigger _200_keep_edits before update on context.equipment
for each row when (coalesce(current_setting('rapport.is_deriving', true), '') <> 'on' and coalesce(current_setting('rapport.is_merging', true), '') <> 'on')
execute function context.tg_equipment__keep_edits();
