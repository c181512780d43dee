create or replace function crm.tg_webhook_events__review_customer()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform crm.review_remote_customer(new.tenant_id, new.payload -> 'customer');
  return null;
end
$$;
comment on function crm.tg_webhook_events__review_customer() is
  'Compares every version of a customer that an event of HousecallPro told of, also one that is older than what is here, with what we wrote there ourselves.';

create or replace trigger _900_review_customer after update of processed_at on crm.webhook_events
for each row when (
  old.processed_at is null and new.processed_at is not null and new.provider = 'housecall' and new.resource like 'customer %'
)
execute function crm.tg_webhook_events__review_customer();
