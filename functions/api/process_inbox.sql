create or replace function api.process_inbox(p_tenant_id uuid, p_channel text, p_address text)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set plan_cache_mode = force_generic_plan
set random_page_cost = 1.1
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  -- Not waited for: who holds it may hold it for another such call, and the caller has others to go on with.
  if not pg_try_advisory_xact_lock(outreach.address_key(p_channel, p_address)) then
    return '{"isBusy": true, "messages": []}';
  end if;
  return jsonb_build_object('isBusy', false, 'messages', memory.process_inbox(p_channel, p_address));
end
$$;
comment on function api.process_inbox(uuid, text, text) is
  'Takes in the messages of one address that wait in the inbox: {isBusy, messages: [{requestId, outcome: stored | duplicate, conversationId, messageId, customerId, isAmbiguous, isNewCustomer, consent: opt_out | opt_in | help | null, isUrgent, replyQueued} | {requestId, outcome: failed, errorCode}]}. isBusy: somebody else decides about the address at this moment and nothing was done; ask again. What failed stays in the inbox and is tried again later.';
