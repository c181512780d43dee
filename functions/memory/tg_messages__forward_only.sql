create or replace function memory.tg_messages__forward_only()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  c_order constant text[] := array['queued', 'sending', 'unknown', 'needs_person', 'sent'];
begin
  -- Reports of a carrier repeat and overtake each other: a step back is not an error, it is late news.
  if not (
    old.status = any (c_order)
    and coalesce(array_position(c_order, new.status) > array_position(c_order, old.status), new.status <> 'received')
    or old.status = 'delivered' and new.status = 'read'
  ) then
    new.status := old.status;
  end if;
  return new;
end
$$;
comment on function memory.tg_messages__forward_only() is
  'Keeps a message''s status from going back: queued → sending → unknown → needs_person → sent, then one final state (only delivered → read follows). A step back is ignored.';

create or replace trigger _200_forward_only before update of status on memory.messages
for each row when (old.status is distinct from new.status)
execute function memory.tg_messages__forward_only();
