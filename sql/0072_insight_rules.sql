-- What insights are made from: rules with their thresholds, a tenant's own choices, who is to be looked at again.

create table insight.rules (
  name text primary key check (name ~ '^[a-z][a-z_]{2,40}$'),
  insight_type text not null,
  label text not null,
  description text not null,
  is_enabled boolean not null default true,
  priority text not null check (priority in ('low', 'medium', 'high', 'urgent')),
  confidence ops.confidence not null,
  cooldown_days smallint not null check (cooldown_days between 0 and 3650),
  expires_after_days smallint not null default 90 check (expires_after_days between 1 and 3650),
  equipment_kinds text[] not null default '{}',
  is_per_unit boolean not null default false
);
comment on table insight.rules is
  'What insight.evaluate looks for, with the defaults of every tenant. cooldown_days: how long nothing is said of a subject after its insight was dismissed. equipment_kinds: what the rule is about; is_per_unit: one insight a unit, else one an address.';
call tenancy.open_directory('insight.rules');

create table insight.thresholds (
  rule text not null references insight.rules (name) on delete cascade,
  name text not null check (name ~ '^[a-z][A-Za-z_.]{1,40}$'),
  value numeric not null,
  least numeric not null,
  most numeric not null,
  description text not null,
  primary key (rule, name),
  check (value between least and most)
);
comment on table insight.thresholds is
  'The figures of a rule: their defaults, and the bounds within which a tenant may choose. Those of equipment_replacement are years by kind, or kind.type.';
call tenancy.open_directory('insight.thresholds');

create table insight.service_patterns (
  rule text not null references insight.rules (name) on delete cascade,
  pattern text not null,
  primary key (rule, pattern)
);
comment on table insight.service_patterns is
  'Regular expressions, regardless of case, over service types and line items: a job that matches counts as the maintenance of the rule.';
call tenancy.open_directory('insight.service_patterns');

insert into insight.rules (name, insight_type, label, description, priority, confidence, cooldown_days, equipment_kinds, is_per_unit) values
  ('equipment_replacement', 'equipment_replacement', 'equipment replacement', 'Equipment is older than a unit of its kind should get.',
    'high', 0.90, 180, '{}', true),
  ('drain_cleaning', 'maintenance_due', 'drain cleaning', 'The last drain cleaning at an address is too long ago.', 'medium', 0.80, 180, '{}', false),
  ('water_heater_flush', 'maintenance_due', 'water heater flush', 'A water heater was not flushed for too long.',
    'medium', 0.80, 90, '{water_heater}', true),
  ('hvac_tune_up', 'maintenance_due', 'HVAC tune-up', 'Heating or cooling at an address was not tuned up for too long.',
    'medium', 0.80, 90, '{furnace,boiler,air_conditioner,heat_pump}', false),
  ('sump_pump_check', 'maintenance_due', 'sump pump check', 'Spring comes and a sump pump was not checked since the last one.',
    'medium', 0.80, 180, '{sump_pump}', true),
  ('upsell_membership', 'upsell_membership', 'membership', 'A customer who comes often is no member and would save as one.',
    'medium', 0.80, 180, '{}', false),
  ('churn_risk', 'churn_risk', 'churn risk', 'A customer has stayed away for much longer than they used to.', 'medium', 0.70, 90, '{}', false),
  -- A job is asked about once: 3650 days are for good.
  ('review_request', 'review_request', 'review request', 'A job is done for some days and nobody was asked how it went.', 'low', 0.80, 3650, '{}', false),
  ('unpaid_balance', 'unpaid_balance', 'unpaid balance', 'A completed job is not paid.', 'medium', 0.95, 14, '{}', false),
  ('warranty_expiring', 'warranty_expiring', 'warranty ending', 'The warranty of a unit ends soon.', 'medium', 0.90, 365, '{}', true);

insert into insight.thresholds (rule, name, value, least, most, description)
select
  'equipment_replacement', concat_ws('.', l.kind, nullif(l.type, '')), l.replace_after_years, 1, 100,
  format('Years after which a %s is to be replaced.', replace(concat_ws(' ', nullif(l.type, ''), l.kind), '_', ' '))
from context.equipment_lifespans as l;
insert into insight.thresholds (rule, name, value, least, most, description) values
  ('drain_cleaning', 'everyMonths', 24, 1, 240, 'Months between two drain cleanings.'),
  ('water_heater_flush', 'everyMonths', 12, 1, 240, 'Months between two flushes.'),
  ('hvac_tune_up', 'everyMonths', 12, 1, 240, 'Months between two tune-ups.'),
  ('sump_pump_check', 'fromMonth', 2, 1, 12, 'The first month in which it is suggested.'),
  ('sump_pump_check', 'untilMonth', 3, 1, 12, 'The last month in which it is suggested.'),
  ('sump_pump_check', 'notWithinMonths', 6, 0, 24, 'Not within so many months of a check or of the installation.'),
  ('upsell_membership', 'jobsOver', 3, 0, 1000, 'More completed jobs than this,'),
  ('upsell_membership', 'withinMonths', 24, 1, 120, 'within so many months,'),
  ('upsell_membership', 'lifetimeValueOver', 500, 0, 1000000, 'and a lifetime value above this, in US dollars.'),
  ('upsell_membership', 'savingOver', 0, -100000, 100000, 'With a membershipPlan in the settings: they would save more than this a year, in US dollars.'),
  ('churn_risk', 'leastMonths', 18, 1, 120, 'No completed job for at least so many months,'),
  ('churn_risk', 'medianTimes', 2, 1, 20, 'and for more than so many times the median gap between their jobs.'),
  ('review_request', 'afterDays', 2, 0, 60, 'So many days after the job was completed'),
  ('review_request', 'untilDays', 14, 1, 365, 'until so many days after.'),
  ('unpaid_balance', 'afterDays', 7, 0, 365, 'Not paid so many days after the job was completed.'),
  ('unpaid_balance', 'highOver', 500, 0, 1000000, 'Of high priority above this, in US dollars,'),
  ('unpaid_balance', 'highAfterDays', 60, 1, 3650, 'or after so many days.'),
  ('warranty_expiring', 'withinDays', 60, 1, 730, 'It ends within so many days.');

insert into insight.service_patterns (rule, pattern) values
  ('drain_cleaning', '\m(drain|sewer|main ?line)s?\M.*\m(clean|clear|unclog|snak|auger|cabl|rod|jet)'),
  ('drain_cleaning', '\m(clean|clear|unclog|snak|auger|cabl|rod|jet)\w*\M.*\m(drain|sewer|main ?line)s?\M'),
  ('drain_cleaning', '\mhydro[ -]?jet|\mrooter'),
  ('water_heater_flush', '\m(water heater|hot water|tankless|wh|hwh)\M.*\m(flush|descal|de-scal)'),
  ('water_heater_flush', '\m(flush|descal|de-scal)\w*\M.*\m(water heater|hot water|tankless|wh|hwh)\M'),
  ('water_heater_flush', '\m(descal|de-scal)'),
  ('hvac_tune_up', '^(?!.*\m(generator|vehicle|car)\M).*\mtune[ -]?up'),
  ('hvac_tune_up', '\m(furnace|boiler|a/?c|air condition\w*|heat pump|hvac|heating|cooling)\M.*\m(maintenance|service(?! call)|inspection|cleaning)'),
  ('hvac_tune_up', '\m(maintenance|service|inspection|cleaning)\M.*\m(furnace|boiler|a/?c|air condition\w*|heat pump|hvac|heating|cooling)\M'),
  ('sump_pump_check', '\msump');

create function insight.are_thresholds_numeric(p_thresholds jsonb)
returns boolean
language sql
immutable
strict
parallel safe
return case jsonb_typeof(p_thresholds)
  when 'object' then not jsonb_path_exists(p_thresholds, 'strict $.* ? (@.type() != "number")')
  else false
end;
comment on function insight.are_thresholds_numeric(jsonb) is 'Whether a JSON value is an object of numbers.';

create table insight.tenant_rules (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  rule text not null references insight.rules (name) on delete cascade,
  is_enabled boolean,
  priority text check (priority in ('low', 'medium', 'high', 'urgent')),
  cooldown_days smallint check (cooldown_days between 0 and 3650),
  expires_after_days smallint check (expires_after_days between 1 and 3650),
  thresholds jsonb not null default '{}' check (insight.are_thresholds_numeric(thresholds)),
  service_names text[] not null default '{}' check (cardinality(service_names) <= 50),
  updated_at timestamptz not null default ops.now(),
  updated_by text not null,
  primary key (tenant_id, rule)
);
comment on table insight.tenant_rules is
  'A tenant''s own choices, laid over insight.rules and insight.thresholds by insight.effective_rules; null: the default. service_names: what the tenant calls this maintenance, besides the patterns.';
create index tenant_rules_rule_idx on insight.tenant_rules (rule);
call tenancy.build_wall('insight.tenant_rules');
create trigger _100_touch_updated_at before update on insight.tenant_rules
for each row execute function ops.tg_touch_updated_at();

create table insight.counters (
  tenant_id uuid not null references tenancy.tenants (id) on delete cascade,
  insight_type text not null,
  generated bigint not null default 0,
  actioned bigint not null default 0,
  dismissed bigint not null default 0,
  expired bigint not null default 0,
  primary key (tenant_id, insight_type)
);
comment on table insight.counters is
  'How many insights of a type were made or opened again, and how they ended: for metrics, which count and never go back. Kept by a trigger.';
call tenancy.build_wall('insight.counters');

create table insight.passes (
  tenant_id uuid primary key references tenancy.tenants (id) on delete cascade,
  started_at timestamptz not null default ops.now(),
  started_on date not null,
  is_full boolean not null,
  passed_on date,
  full_at timestamptz,
  rules text,
  full_rules text
);
comment on table insight.passes is
  'How far the passes over a tenant''s customers are. passed_on: the day of the shop for which all insights are as they should be; full_at: when the last pass began that looked at everybody, not only at those whom the days in between could concern; started_at, started_on and is_full are the running or last one''s. rules, full_rules: insight.fingerprint_rules when the running or last one began, and when the last one through that looked at everybody did; null when somebody was looked at by others.';
call tenancy.build_wall('insight.passes');

create table insight.stale_customers (
  tenant_id uuid not null,
  customer_id uuid not null,
  id bigint generated always as identity,
  marked_at timestamptz not null default ops.now(),
  primary key (tenant_id, customer_id, id),
  foreign key (tenant_id, customer_id) references identity.customers (tenant_id, id) on delete cascade
);
comment on table insight.stale_customers is
  'Customers whose facts changed since their insights were made. Appended to, so that nobody waits for anybody, and emptied by api.refresh_insights: one who is marked while they are being looked at is looked at again.';
call tenancy.build_wall('insight.stale_customers');
call identity.follow_merges('insight.stale_customers');

create function insight.tg_stale_customers__enqueue()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if current_setting('rapport.refresh_enqueued', true) is distinct from new.tenant_id::text then
    perform queue.enqueue('refresh_insights', jsonb_build_object('tenantId', new.tenant_id), p_singleton_key => new.tenant_id::text);
    perform set_config('rapport.refresh_enqueued', new.tenant_id::text, true);
  end if;
  return null;
end
$$;
comment on function insight.tg_stale_customers__enqueue() is
  'One job a transaction and tenant for the customers it marked. At the very end of the transaction: enqueuing holds the tenant''s waiting job, and what is held must not be waited for by one that goes on to lock more.';
create constraint trigger _900_enqueue after insert on insight.stale_customers
deferrable initially deferred
for each row execute function insight.tg_stale_customers__enqueue();

create type insight.finding as (
  customer_id uuid,
  rule text,
  subject text,
  priority text,
  confidence numeric(3, 2),
  cause text,
  data jsonb
);
comment on type insight.finding is
  'What a rule found: see insight.customer_insights for subject and cause; data is insight_data, and all that the wording is made of.';

create type insight.job_facts as (
  customer_id uuid,
  last_at timestamptz,
  jobs integer,
  recent_jobs integer,
  recent_value numeric,
  year_value numeric,
  unpaid numeric,
  unpaid_jobs integer,
  unpaid_since timestamptz,
  unpaid_newest timestamptz,
  has_visit boolean
);
comment on type insight.job_facts is
  'A customer''s jobs summed up: completed ones (all, within the months of upsell_membership, in the last year), what is unpaid of those that are over long enough, whether a visit lies ahead. Money in US dollars.';

create type insight.service_facts as (
  customer_id uuid,
  address_id uuid,
  rule text,
  last_on date,
  is_booked boolean
);
comment on type insight.service_facts is
  'Which maintenance was done last when at an address (null: it is not known at which), and whether it is booked.';
