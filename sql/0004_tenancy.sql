create function tenancy.is_whole_between(p_value jsonb, p_least integer, p_most integer)
returns boolean
language sql
immutable
strict
parallel safe
return case
  when jsonb_typeof(p_value) = 'number' and p_value::text ~ '^[0-9]{1,9}$' then p_value::text::integer between p_least and p_most
  else false
end;
comment on function tenancy.is_whole_between(jsonb, integer, integer) is 'Whether a JSON value is a whole number within bounds, written without a fraction or exponent, so that its text casts to integer.';

create function tenancy.are_origins_valid(p_origins jsonb)
returns boolean
language sql
immutable
strict
parallel safe
return case jsonb_typeof(p_origins)
  when 'array' then jsonb_array_length(p_origins) <= 20 and not jsonb_path_exists(
    p_origins, 'strict $[*] ? (@.type() != "string" || !(@ like_regex "^https?://[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[1-9][0-9]{0,4})?$"))'
  )
  else false
end;
comment on function tenancy.are_origins_valid(jsonb) is
  'Whether a JSON value is a list of at most 20 web origins as browsers send them: scheme, host in lower case, port where it is not the scheme''s own; no path.';

create function tenancy.is_crm_sync_valid(p_sync jsonb)
returns boolean
language sql
immutable
strict
parallel safe
return case jsonb_typeof(p_sync)
  when 'object' then
    coalesce(tenancy.is_whole_between(p_sync -> 'staleMinutes', 5, 10080), true)
    and coalesce(tenancy.is_whole_between(p_sync -> 'nightHour', 0, 23), true)
    and coalesce(tenancy.is_whole_between(p_sync -> 'nightHours', 1, 12), true)
    and coalesce(tenancy.is_whole_between(p_sync -> 'requestsPerNight', 1, 1000000), true)
    and coalesce(tenancy.is_whole_between(p_sync -> 'pageSize', 10, 200), true)
    and coalesce(tenancy.is_whole_between(p_sync -> 'pollLineItems', 0, 1000), true)
    and p_sync - array['staleMinutes', 'nightHour', 'nightHours', 'requestsPerNight', 'pageSize', 'pollLineItems'] = '{}'::jsonb
  else false
end;
comment on function tenancy.is_crm_sync_valid(jsonb) is
  'Whether the setting crmSync holds only known keys in range: staleMinutes (5-10080), nightHour (0-23, the shop''s clock), nightHours (1-12), requestsPerNight (1-1000000), pageSize (10-200), pollLineItems (0-1000). See crm.sync_settings.';

create function tenancy.is_membership_plan(p_plan jsonb)
returns boolean
language sql
immutable
strict
parallel safe
return case jsonb_typeof(p_plan)
  when 'object' then p_plan - array['pricePerYear', 'discountPercent'] = '{}'::jsonb
    and case when jsonb_typeof(p_plan -> 'pricePerYear') = 'number' then (p_plan -> 'pricePerYear')::numeric between 0 and 100000 else false end
    and case when jsonb_typeof(p_plan -> 'discountPercent') = 'number' then (p_plan -> 'discountPercent')::numeric between 0 and 100 else false end
  else false
end;
comment on function tenancy.is_membership_plan(jsonb) is
  'Whether a JSON value is {pricePerYear: US dollars, 0-100000, discountPercent: 0-100}, both of them and nothing else.';

create function tenancy.is_ai_budget(p_budget jsonb)
returns boolean
language sql
immutable
strict
parallel safe
return case jsonb_typeof(p_budget)
  when 'object' then p_budget - array['softUsd', 'hardUsd'] = '{}'::jsonb
    and case coalesce(jsonb_typeof(p_budget -> 'softUsd'), 'number')
      when 'number' then coalesce((p_budget -> 'softUsd')::numeric between 0 and 1000000, true) else false end
    and case coalesce(jsonb_typeof(p_budget -> 'hardUsd'), 'number')
      when 'number' then coalesce((p_budget -> 'hardUsd')::numeric between 0 and 1000000, true) else false end
    and case when jsonb_typeof(p_budget -> 'softUsd') = 'number' and jsonb_typeof(p_budget -> 'hardUsd') = 'number'
      then (p_budget -> 'softUsd')::numeric <= (p_budget -> 'hardUsd')::numeric else true end
  else false
end;
comment on function tenancy.is_ai_budget(jsonb) is
  'Whether a JSON value is {softUsd, hardUsd}: US dollars a month, 0-1000000, either or both, the soft one not above the hard one.';

create function tenancy.is_reply_provider(p_choice jsonb)
returns boolean
language sql
immutable
strict
parallel safe
return case jsonb_typeof(p_choice)
  when 'object' then p_choice - array['provider', 'model'] = '{}'::jsonb
    and coalesce(p_choice -> 'provider' in ('"openai"', '"anthropic"', '"local"'), false)
    and (p_choice -> 'model' is null
      or jsonb_typeof(p_choice -> 'model') = 'string' and p_choice ->> 'model' ~ '^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$')
  else false
end;
comment on function tenancy.is_reply_provider(jsonb) is
  'Whether a JSON value is {provider: openai | anthropic | local, model?}: who writes a business''s replies.';

create function tenancy.is_chat_valid(p_chat jsonb)
returns boolean
language sql
immutable
strict
parallel safe
return case jsonb_typeof(p_chat)
  when 'object' then
    (p_chat -> 'title' is null
      or jsonb_typeof(p_chat -> 'title') = 'string' and length(p_chat ->> 'title') between 1 and 60)
    and (p_chat -> 'greeting' is null
      or jsonb_typeof(p_chat -> 'greeting') = 'string' and length(p_chat ->> 'greeting') between 1 and 500)
    and coalesce(p_chat ->> 'accentColor' ~ '^#[0-9a-f]{6}$' and jsonb_typeof(p_chat -> 'accentColor') = 'string', p_chat -> 'accentColor' is null)
    and case coalesce(jsonb_typeof(p_chat -> 'quickReplies'), 'absent')
      when 'absent' then true
      when 'array' then jsonb_array_length(p_chat -> 'quickReplies') <= 6 and not jsonb_path_exists(
        p_chat, 'strict $.quickReplies[*] ? (@.type() != "string" || !(@ like_regex "^.{1,60}$" flag "s"))'
      )
      else false
    end
    and p_chat - array['title', 'greeting', 'accentColor', 'quickReplies'] = '{}'::jsonb
  else false
end;
comment on function tenancy.is_chat_valid(jsonb) is
  'Whether the setting chat holds only known keys: title (1-60 characters, what the chat is called instead of the business''s name), greeting (1-500), accentColor (#rrggbb in lower case), quickReplies (at most 6 texts of 1-60 characters).';

create function tenancy.are_call_settings_valid(p_calls jsonb)
returns boolean
language sql
immutable
strict
parallel safe
return case jsonb_typeof(p_calls)
  when 'object' then
    coalesce(jsonb_typeof(p_calls -> 'assistant') = 'boolean', true)
    and coalesce(p_calls ->> 'outsideHours' in ('voicemail', 'dial', 'assistant'), p_calls -> 'outsideHours' is null)
    and coalesce(p_calls ->> 'transferTo' ~ '^\+[1-9][0-9]{6,14}$', p_calls -> 'transferTo' is null)
    and coalesce(tenancy.is_whole_between(p_calls -> 'maxMinutes', 1, 60), true)
    and coalesce(p_calls ->> 'voice' ~ '^[a-z]{2,20}$', p_calls -> 'voice' is null)
    and (p_calls -> 'greeting' is null
      or jsonb_typeof(p_calls -> 'greeting') = 'string' and length(p_calls ->> 'greeting') between 1 and 300)
    and p_calls - array['assistant', 'outsideHours', 'transferTo', 'maxMinutes', 'voice', 'greeting'] = '{}'::jsonb
  else false
end;
comment on function tenancy.are_call_settings_valid(jsonb) is
  'Whether the setting calls holds only known keys of the right shape: assistant (whether it answers calls), outsideHours (voicemail, dial or assistant), transferTo (E.164, whom callers are put through to), maxMinutes (1-60), voice (a voice of the model), greeting (1-300 characters).';

create function tenancy.are_settings_valid(p_settings jsonb)
returns boolean
language sql
immutable
strict
parallel safe
return case jsonb_typeof(p_settings)
  when 'object' then
    coalesce(tenancy.is_whole_between(p_settings -> 'conversationTimeoutHours', 1, 8760), true)
    and coalesce(tenancy.is_whole_between(p_settings -> 'replyMaxCharacters', 160, 1600), true)
    and coalesce(tenancy.is_whole_between(p_settings -> 'promptBudget', 50, 16000), true)
    and coalesce(tenancy.is_whole_between(p_settings -> 'summaryBudget', 200, 16000), true)
    and (p_settings -> 'assistantName' is null
      or jsonb_typeof(p_settings -> 'assistantName') = 'string' and length(p_settings ->> 'assistantName') between 1 and 60)
    and coalesce(jsonb_typeof(p_settings -> 'rules') = 'array', true)
    and coalesce(not jsonb_path_exists(p_settings, 'strict $.rules[*] ? (@.type() != "string")', silent => true), true)
    and coalesce(jsonb_typeof(p_settings -> 'membershipNames') = 'object', true)
    and coalesce(not jsonb_path_exists(p_settings, 'strict $.membershipNames.* ? (@.type() != "string")', silent => true), true)
    and coalesce(jsonb_typeof(p_settings -> 'schedules') = 'object', true)
    and coalesce(jsonb_typeof(p_settings -> 'communication_preferences') = 'object', true)
    and coalesce(tenancy.are_origins_valid(p_settings -> 'allowedOrigins'), true)
    and coalesce(tenancy.is_crm_sync_valid(p_settings -> 'crmSync'), true)
    and coalesce(tenancy.is_chat_valid(p_settings -> 'chat'), true)
    and coalesce(tenancy.is_membership_plan(p_settings -> 'membershipPlan'), true)
    and coalesce(tenancy.is_ai_budget(p_settings -> 'aiBudget'), true)
    and coalesce(tenancy.is_reply_provider(p_settings -> 'replyProvider'), true)
    and coalesce(tenancy.are_call_settings_valid(p_settings -> 'calls'), true)
    and (p_settings -> 'embeddingModel' is null
      or coalesce(p_settings ->> 'embeddingModel' in ('text-embedding-3-small', 'text-embedding-3-large', 'local'), false))
    and coalesce(jsonb_typeof(p_settings -> 'pushJobs') = 'boolean', true)
    and coalesce(jsonb_typeof(p_settings -> 'replyTools') = 'array', true)
    and coalesce(
      not jsonb_path_exists(
        p_settings, 'strict $.replyTools[*] ? (@.type() != "string" || !(@ like_regex "^[a-z][a-z_]{1,60}$"))', silent => true
      ), true
    )
    and p_settings - array['conversationTimeoutHours', 'assistantName', 'replyMaxCharacters', 'promptBudget', 'summaryBudget', 'rules',
      'membershipNames', 'membershipPlan', 'schedules', 'communication_preferences', 'allowedOrigins', 'chat', 'crmSync',
      'embeddingModel', 'pushJobs', 'replyTools', 'calls', 'aiBudget', 'replyProvider'] = '{}'::jsonb
  else false
end;
comment on function tenancy.are_settings_valid(jsonb) is
  'Whether tenant settings hold only known keys of the right shape: conversationTimeoutHours (1-8760), assistantName (1-60 characters), replyMaxCharacters (160-1600), promptBudget (o200k tokens, 50-16000), summaryBudget (o200k tokens, 200-16000), rules (array of text), membershipNames (text by status), membershipPlan (pricePerYear, discountPercent), schedules, communication_preferences, allowedOrigins (web origins that may call the api from a browser), chat (tenancy.is_chat_valid), crmSync (tenancy.is_crm_sync_valid), embeddingModel (one of memory.embedding_models), pushJobs (whether jobs made here go to the CRM), replyTools (names of the tools that replies may use), calls (tenancy.are_call_settings_valid), aiBudget (tenancy.is_ai_budget), replyProvider (tenancy.is_reply_provider). src/tenant-settings.ts checks the same.';

create table tenancy.tenants (
  id uuid primary key default ops.new_id(),
  slug text not null unique check (slug ~ '^[a-z0-9](-?[a-z0-9])*$' and length(slug) <= 60),
  name text not null check (btrim(name) <> '' and length(name) <= 120),
  industry text not null default 'plumbing' check (industry in ('plumbing', 'hvac', 'auto', 'multi')),
  status text not null default 'active' check (status in ('active', 'suspended')),
  is_demo boolean not null default false,
  settings jsonb not null default '{}' constraint tenants_settings_valid check (tenancy.are_settings_valid(settings)),
  created_at timestamptz not null default ops.now(),
  updated_at timestamptz not null default ops.now()
);
comment on table tenancy.tenants is 'A business that uses Rapport. A directory: read by slug before the tenant is known.';
call tenancy.open_directory('tenancy.tenants');
create trigger _100_touch_updated_at before update on tenancy.tenants
for each row execute function ops.tg_touch_updated_at();

create table tenancy.locations (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  id uuid not null default ops.new_id(),
  slug text not null check (slug ~ '^[a-z0-9](-?[a-z0-9])*$'),
  name text not null check (btrim(name) <> ''),
  time_zone ops.time_zone not null,
  street text,
  city text,
  state text,
  zip text,
  phone ops.e164,
  email ops.email,
  on_call_phone ops.e164,
  is_default boolean not null default false,
  created_at timestamptz not null default ops.now(),
  updated_at timestamptz not null default ops.now(),
  primary key (tenant_id, id),
  unique (tenant_id, slug)
);
comment on table tenancy.locations is 'A shop of a tenant, with its IANA zone; hours are local to it. on_call_phone is texted in an emergency.';
create unique index locations_default_key on tenancy.locations (tenant_id) where is_default;
call tenancy.build_wall('tenancy.locations');
create trigger _100_touch_updated_at before update on tenancy.locations
for each row execute function ops.tg_touch_updated_at();

create table tenancy.location_hours (
  tenant_id uuid not null,
  location_id uuid not null,
  weekday smallint not null check (weekday between 1 and 7),
  opens time not null,
  closes time not null,
  primary key (tenant_id, location_id, weekday, opens),
  foreign key (tenant_id, location_id) references tenancy.locations (tenant_id, id) on delete cascade,
  check (closes > opens)
);
comment on table tenancy.location_hours is 'Opening hours in local time; weekday is ISO 8601, Monday is 1. Several spans a day are allowed.';
call tenancy.build_wall('tenancy.location_hours');

create table tenancy.channel_endpoints (
  tenant_id uuid not null,
  id uuid not null default ops.new_id(),
  location_id uuid not null,
  channel ops.channel not null,
  address text not null check (address = lower(btrim(address)) and address <> ''),
  provider text not null default 'twilio' check (provider in ('twilio', 'sendgrid', 'resend', 'web')),
  messaging_service_sid text,
  is_active boolean not null default true,
  created_at timestamptz not null default ops.now(),
  primary key (tenant_id, id),
  unique (channel, address),
  foreign key (tenant_id, location_id) references tenancy.locations (tenant_id, id) on delete cascade
);
comment on table tenancy.channel_endpoints is 'Which number or address belongs to which tenant and location. A directory: read before the tenant is known.';
create index channel_endpoints_location_idx on tenancy.channel_endpoints (tenant_id, location_id);
call tenancy.open_directory('tenancy.channel_endpoints');

create table tenancy.api_keys (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  id uuid not null default ops.new_id(),
  name text not null check (btrim(name) <> ''),
  key_prefix text not null check (key_prefix ~ '^rk_[A-Za-z0-9]{4,12}$'),
  key_hash text not null unique check (key_hash ~ '^[0-9a-f]{64}$'),
  scopes text[] not null check (
    cardinality(scopes) > 0
    and scopes <@ array['context:read', 'context:write', 'customers:read', 'customers:write', 'messages:write',
      'insights:write', 'jobs:write', 'metrics:read', 'admin']
  ),
  rate_limit_per_minute integer not null default 600 check (rate_limit_per_minute between 1 and 1000000),
  created_at timestamptz not null default ops.now(),
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id)
);
comment on table tenancy.api_keys is 'API keys by the SHA-256 of their text; the text is shown once and never stored. A directory: read before the tenant is known.';
call tenancy.open_directory('tenancy.api_keys');

create table tenancy.crm_connections (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  id uuid not null default ops.new_id(),
  provider text not null check (provider in ('housecall', 'shopmonkey')),
  company_id text not null check (btrim(company_id) = company_id and length(company_id) between 1 and 200),
  location_id uuid,
  -- The shortest there is: version, nonce and tag around an empty text.
  credentials bytea not null check (length(credentials) between 29 and 16384),
  key_id text not null check (key_id ~ '^[A-Za-z0-9_-]{1,32}$'),
  created_at timestamptz not null default ops.now(),
  updated_at timestamptz not null default ops.now(),
  primary key (tenant_id, id),
  unique (tenant_id, provider, company_id),
  foreign key (tenant_id, location_id) references tenancy.locations (tenant_id, id) on delete set null (location_id)
);
comment on table tenancy.crm_connections is
  'A tenant''s accounts with outside systems. credentials is AES-256-GCM of JSON, made and opened at the edge only (src/crypto/credentials.ts) with the key that key_id names; no key is ever in the database.';
create index crm_connections_location_idx on tenancy.crm_connections (tenant_id, location_id);
create index crm_connections_key_idx on tenancy.crm_connections (key_id);
call tenancy.build_wall('tenancy.crm_connections');
create trigger _100_touch_updated_at before update on tenancy.crm_connections
for each row execute function ops.tg_touch_updated_at();

create table tenancy.feature_flag_defaults (
  name text primary key check (name ~ '^[A-Z][A-Z0-9_]+$'),
  is_enabled boolean not null,
  description text not null
);
comment on table tenancy.feature_flag_defaults is 'Every feature flag with the default for tenants that did not choose.';
call tenancy.open_directory('tenancy.feature_flag_defaults');
insert into tenancy.feature_flag_defaults (name, is_enabled, description) values
  ('CUSTOMER_CONTEXT_ENABLED', true, 'Replies and agents get the customer''s context.'),
  ('CUSTOMER_CONTEXT_HCP_SYNC', true, 'Context is kept in step with HousecallPro.'),
  ('CUSTOMER_CONTEXT_INSIGHTS', false, 'Recommendations are generated and shown.'),
  ('CUSTOMER_CONTEXT_EMBEDDINGS', true, 'Messages are embedded for semantic search.'),
  ('REAL_TIME_EMBEDDINGS', false, 'They are embedded within seconds rather than by the nightly batch at half the price.'),
  ('CONTEXT_MEMORY_ENABLED', true, 'Notes and the last exchanges are part of the context.'),
  ('CONTEXT_MEMORY_REALTIME', false, 'A model reads conversations when they end or pause, not in the nightly batch.');

create table tenancy.feature_flags (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  name text not null references tenancy.feature_flag_defaults (name) on delete cascade,
  is_enabled boolean not null,
  updated_at timestamptz not null default ops.now(),
  primary key (tenant_id, name)
);
comment on table tenancy.feature_flags is 'A tenant''s own choice for a feature flag.';
create index feature_flags_name_idx on tenancy.feature_flags (name);
call tenancy.build_wall('tenancy.feature_flags');
