create unlogged table ops.rate_buckets (
  tenant_id uuid not null,
  key_id uuid not null,
  -- Exact to a millionth: with floating point a caller who waited as told could be a hair too early.
  tokens numeric(14, 6) not null,
  is_taken boolean not null,
  filled_at timestamptz not null,
  primary key (tenant_id, key_id),
  foreign key (tenant_id, key_id) references tenancy.api_keys (tenant_id, id) on delete cascade
) with (fillfactor = 50);
comment on table ops.rate_buckets is
  'How many requests each API key may still make (a token bucket); is_taken tells whether the last one got a token. Unlogged: a crash only fills the buckets. Its writes never share a request''s own transaction.';
call tenancy.open_directory('ops.rate_buckets');
