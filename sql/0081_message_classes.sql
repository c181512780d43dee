-- What an inbound message is about: by phrases as it comes, which need no model, and later by whoever knows better.

create table memory.message_classes (
  tenant_id uuid not null,
  message_id uuid not null,
  semantic_category text not null
  check (semantic_category in ('issue_report', 'booking_request', 'price_inquiry', 'feedback', 'general')),
  extracted_entities jsonb not null default '{"addresses": [], "services": [], "dates": []}' check (jsonb_typeof(extracted_entities) = 'object'),
  source text not null default 'rules' check (source in ('rules', 'model')),
  classified_at timestamptz not null default ops.now(),
  primary key (tenant_id, message_id),
  foreign key (tenant_id, message_id) references memory.messages (tenant_id, id) on delete cascade
);
comment on table memory.message_classes is
  'What an inbound message is about, and the addresses, services and dates it names ({addresses, services, dates}, as written, in lower case). Beside the vectors, not in their rows: it must be there without any. What a model says (source) is not overwritten by the rules.';
create index message_classes_category_idx on memory.message_classes (tenant_id, semantic_category);
call tenancy.build_wall('memory.message_classes');
call ops.audit_runs('memory.message_classes');
call tenancy.open_to_analysts('memory.message_classes');

create table memory.unclassified_messages (
  tenant_id uuid not null,
  message_id uuid not null,
  primary key (tenant_id, message_id),
  foreign key (tenant_id, message_id) references memory.messages (tenant_id, id) on delete cascade
);
comment on table memory.unclassified_messages is
  'Inbound messages that an import brought by the hundred: reading them would hold it up, so that api.classify_messages does.';
call tenancy.build_wall('memory.unclassified_messages');

create table memory.class_phrases (
  category text not null check (category in ('issue_report', 'booking_request', 'price_inquiry', 'feedback')),
  phrase text not null check (phrase ~ '^[a-z0-9]+( [a-z0-9]+)*[*]?$'),
  weight real not null check (weight > 0),
  pattern text not null generated always as ('% ' || replace(phrase, '*', '%') || ' %') stored,
  primary key (category, phrase)
);
comment on table memory.class_phrases is
  'Words that speak for a category, looked for in the plain words of a message (memory.plain_words), * for any ending. The category with most weight wins, 1 at least; else a message is general.';
call tenancy.open_directory('memory.class_phrases');

create table memory.service_phrases (
  service text not null,
  phrase text not null check (phrase ~ '^[a-z0-9]+( [a-z0-9]+)*[*]?$'),
  pattern text not null generated always as ('% ' || replace(phrase, '*', '%') || ' %') stored,
  primary key (service, phrase)
);
comment on table memory.service_phrases is 'The words by which a message names a kind of service, * for any ending.';
call tenancy.open_directory('memory.service_phrases');

insert into memory.class_phrases (category, phrase, weight) values
  ('issue_report', 'leak*', 1), ('issue_report', 'drip*', 1), ('issue_report', 'clog*', 1), ('issue_report', 'overflow*', 1),
  ('issue_report', 'flood*', 1), ('issue_report', 'burst*', 1), ('issue_report', 'broken', 1), ('issue_report', 'broke', 1),
  ('issue_report', 'cracked', 1), ('issue_report', 'busted', 1), ('issue_report', 'puddle*', 1), ('issue_report', 'shaking', 1),
  ('issue_report', 'overheat*', 1), ('issue_report', 'smoke', 1), ('issue_report', 'smoking', 1), ('issue_report', 'sparks', 1),
  ('issue_report', 'sparking', 1), ('issue_report', 'plugged', 1), ('issue_report', 'stuck', 1), ('issue_report', 'jammed', 1),
  ('issue_report', 'rattling', 1), ('issue_report', 'squealing', 1), ('issue_report', 'squeaking', 1), ('issue_report', 'grinding', 1),
  ('issue_report', 'backed up', 1), ('issue_report', 'backing up', 1), ('issue_report', 'backs up', 1),
  ('issue_report', 'not working', 1), ('issue_report', 'not work', 1), ('issue_report', 'isnt working', 1),
  ('issue_report', 'wont work', 1), ('issue_report', 'doesnt work', 1), ('issue_report', 'stopped working', 1),
  ('issue_report', 'quit working', 1), ('issue_report', 'not heating', 1), ('issue_report', 'not cooling', 1),
  ('issue_report', 'isnt heating', 1), ('issue_report', 'isnt cooling', 1), ('issue_report', 'not draining', 1),
  ('issue_report', 'wont drain', 1), ('issue_report', 'doesnt drain', 1), ('issue_report', 'not starting', 1),
  ('issue_report', 'wont start', 1), ('issue_report', 'wont turn', 1), ('issue_report', 'doesnt turn', 1),
  ('issue_report', 'not turning', 1), ('issue_report', 'wont stop', 1), ('issue_report', 'doesnt stop', 1),
  ('issue_report', 'wont flush', 1), ('issue_report', 'doesnt flush', 1), ('issue_report', 'wont shut', 1),
  ('issue_report', 'wont light', 1), ('issue_report', 'wont close', 1), ('issue_report', 'wont open', 1),
  ('issue_report', 'no hot water', 1), ('issue_report', 'no heat', 1), ('issue_report', 'no water', 1),
  ('issue_report', 'no pressure', 1), ('issue_report', 'low pressure', 1), ('issue_report', 'no power', 1), ('issue_report', 'no ac', 1),
  ('issue_report', 'no cold air', 1), ('issue_report', 'lost power', 1), ('issue_report', 'blowing warm', 1),
  ('issue_report', 'blowing cold', 1), ('issue_report', 'blowing hot', 1), ('issue_report', 'warm air', 1),
  ('issue_report', 'cold air', 1), ('issue_report', 'is freezing', 1), ('issue_report', 'shutting off', 1),
  ('issue_report', 'shuts off', 1), ('issue_report', 'turning off', 1), ('issue_report', 'standing water', 1),
  ('issue_report', 'slow drain', 1), ('issue_report', 'super slow', 1), ('issue_report', 'very slow', 1),
  ('issue_report', 'really slow', 1), ('issue_report', 'is slow', 1), ('issue_report', 'screen is blank', 1),
  ('issue_report', 'light came on', 1), ('issue_report', 'light is on', 1), ('issue_report', 'check engine', 1),
  ('issue_report', 'weird noise', 1), ('issue_report', 'strange noise', 1), ('issue_report', 'loud noise', 1),
  ('issue_report', 'funny noise', 1), ('issue_report', 'weird sound', 1), ('issue_report', 'strange sound', 1),
  ('issue_report', 'weird smell', 1), ('issue_report', 'bad smell', 1), ('issue_report', 'burning smell', 1),
  ('issue_report', 'smells like', 1), ('issue_report', 'smells burn*', 1), ('issue_report', 'rotten egg*', 1),
  ('issue_report', 'something wrong', 1), ('issue_report', 'acting up', 1), ('issue_report', 'having trouble', 1),
  ('issue_report', 'having issues', 1), ('issue_report', 'having a problem', 1), ('issue_report', 'have a problem', 1),
  ('issue_report', 'tripping', 1), ('issue_report', 'trips the', 1), ('issue_report', 'keeps running', 1),
  ('issue_report', 'running nonstop', 1), ('issue_report', 'running constantly', 1), ('booking_request', 'schedule*', 1),
  ('booking_request', 'reschedul*', 1), ('booking_request', 'book', 1), ('booking_request', 'booking', 1),
  ('booking_request', 'appointment*', 1), ('booking_request', 'appt*', 1), ('booking_request', 'availability', 1),
  ('booking_request', 'available', 1), ('booking_request', 'opening', 1), ('booking_request', 'openings', 1),
  ('booking_request', 'soonest', 1), ('booking_request', 'earliest', 1), ('booking_request', 'come out', 1),
  ('booking_request', 'come by', 1), ('booking_request', 'stop by', 1), ('booking_request', 'swing by', 1),
  ('booking_request', 'come over', 1), ('booking_request', 'send someone', 1), ('booking_request', 'send somebody', 1),
  ('booking_request', 'send a tech*', 1), ('booking_request', 'fit me in', 1), ('booking_request', 'squeeze me in', 1),
  ('booking_request', 'squeeze us in', 1), ('booking_request', 'put me down', 1), ('booking_request', 'put us down', 1),
  ('booking_request', 'set up a time', 1), ('booking_request', 'set up a visit', 1), ('booking_request', 'anything open', 1),
  ('booking_request', 'any slots', 1), ('booking_request', 'a slot', 1), ('booking_request', 'get here', 1),
  ('booking_request', 'be here', 1), ('booking_request', 'lets do', 1), ('booking_request', 'works for me', 1),
  ('booking_request', 'works for us', 1), ('booking_request', 'sign me up', 1), ('booking_request', 'come take a look', 1),
  ('booking_request', 'come look', 1), ('booking_request', 'monday', 0.5), ('booking_request', 'tuesday', 0.5),
  ('booking_request', 'wednesday', 0.5), ('booking_request', 'thursday', 0.5), ('booking_request', 'friday', 0.5),
  ('booking_request', 'saturday', 0.5), ('booking_request', 'sunday', 0.5), ('booking_request', 'tomorrow', 0.5),
  ('booking_request', 'tonight', 0.5), ('booking_request', 'weekend', 0.5), ('booking_request', 'next week', 0.5),
  ('booking_request', 'this week', 0.5), ('booking_request', 'this afternoon', 0.5), ('price_inquiry', 'price', 1.5),
  ('price_inquiry', 'prices', 1.5), ('price_inquiry', 'pricing', 1.5), ('price_inquiry', 'priced', 1.5), ('price_inquiry', 'cost', 1.5),
  ('price_inquiry', 'costs', 1.5), ('price_inquiry', 'quote', 1.5), ('price_inquiry', 'quotes', 1.5),
  ('price_inquiry', 'estimate*', 1.5), ('price_inquiry', 'ballpark', 1.5), ('price_inquiry', 'rate', 1.5),
  ('price_inquiry', 'rates', 1.5), ('price_inquiry', 'fee', 1.5), ('price_inquiry', 'fees', 1.5), ('price_inquiry', 'expensive', 1.5),
  ('price_inquiry', 'discount*', 1.5), ('price_inquiry', 'coupon*', 1.5), ('price_inquiry', 'financing', 1.5),
  ('price_inquiry', 'afford', 1.5), ('price_inquiry', 'how much', 1.5), ('price_inquiry', 'run me', 1.5),
  ('price_inquiry', 'run us', 1.5), ('price_inquiry', 'do you charge', 1.5), ('price_inquiry', 'would you charge', 1.5),
  ('price_inquiry', 'will you charge', 1.5), ('price_inquiry', 'you guys charge', 1.5), ('price_inquiry', 'the charge', 1.5),
  ('price_inquiry', 'going rate', 1.5), ('price_inquiry', 'payment plan*', 1.5), ('feedback', 'recommend*', 2),
  ('feedback', 'unhappy', 2), ('feedback', 'disappoint*', 2), ('feedback', 'worst', 2), ('feedback', 'terrible', 2),
  ('feedback', 'awful', 2), ('feedback', 'horrible', 2), ('feedback', 'rude', 2), ('feedback', 'unprofessional', 2),
  ('feedback', 'professional', 2), ('feedback', 'satisfied', 2), ('feedback', 'pleased', 2), ('feedback', 'impressed', 2),
  ('feedback', 'complain*', 2), ('feedback', 'amazing', 2), ('feedback', 'fantastic', 2), ('feedback', 'awesome', 2),
  ('feedback', 'outstanding', 2), ('feedback', 'excellent', 2), ('feedback', 'great job', 2), ('feedback', 'great work', 2),
  ('feedback', 'great service', 2), ('feedback', 'good job', 2), ('feedback', 'good work', 2), ('feedback', 'nice job', 2),
  ('feedback', 'nice work', 2), ('feedback', '5 stars', 2), ('feedback', '5 star', 2), ('feedback', 'five stars', 2),
  ('feedback', 'five star', 2), ('feedback', '1 star', 2), ('feedback', 'one star', 2), ('feedback', 'very happy', 2),
  ('feedback', 'so happy', 2), ('feedback', 'not happy', 2), ('feedback', 'happy with', 2), ('feedback', 'left a mess', 2),
  ('feedback', 'thank you so much', 2), ('feedback', 'thanks so much', 2), ('feedback', 'works perfectly', 2),
  ('feedback', 'works great', 2), ('feedback', 'working great', 2), ('feedback', 'never again', 2), ('feedback', 'much better now', 2),
  ('feedback', 'did a great', 2), ('feedback', 'waste of money', 2), ('feedback', 'ripped off', 2), ('feedback', 'did not fix', 2),
  ('feedback', 'didnt fix', 2), ('feedback', 'love how', 2), ('feedback', 'love the', 2),
  ('issue_report', 'making a', 1), ('issue_report', 'clunking', 1), ('issue_report', 'hums', 1), ('issue_report', 'humming', 1), ('issue_report', 'hissing', 1), ('issue_report', 'banging', 1), ('issue_report', 'smell', 1), ('issue_report', 'smells', 1), ('issue_report', 'doesnt fill', 1), ('issue_report', 'wont fill', 1), ('issue_report', 'pressure dropped', 1),
  ('issue_report', 'pressure is low', 1), ('issue_report', 'keeps going out', 1), ('issue_report', 'went out', 1), ('issue_report', 'keeps going off', 1), ('issue_report', 'died', 1), ('issue_report', 'not draining well', 1), ('issue_report', 'not flushing', 1), ('booking_request', 'can you come', 1), ('booking_request', 'you guys come', 1), ('booking_request', 'could you come', 1), ('booking_request', 'someone out', 1),
  ('booking_request', 'somebody out', 1), ('booking_request', 'a visit', 0.5), ('booking_request', 'any chance', 0.5), ('booking_request', 'push', 0.5), ('booking_request', 'move', 0.5), ('booking_request', 'instead', 0.5), ('booking_request', 'visit', 0.5), ('feedback', 'the best', 2), ('feedback', 'scratched', 2), ('feedback', 'apologize', 2), ('feedback', 'apology', 2), ('feedback', 'no show', 2);

insert into memory.service_phrases (service, phrase) values
  ('drain', 'drain*'), ('drain', 'clog*'), ('drain', 'sewer*'), ('water heater', 'water heater*'), ('water heater', 'hot water'),
  ('water heater', 'tankless'), ('toilet', 'toilet*'), ('toilet', 'commode*'), ('faucet', 'faucet*'), ('faucet', 'tap'),
  ('faucet', 'taps'), ('faucet', 'spigot*'), ('pipe', 'pipe*'), ('pipe', 'repipe*'), ('pipe', 'piping'), ('heating', 'furnace*'),
  ('heating', 'boiler*'), ('heating', 'heater'), ('heating', 'thermostat*'), ('heating', 'radiator*'), ('heating', 'no heat'),
  ('heating', 'heat pump*'), ('cooling', 'ac'), ('cooling', 'aircon'), ('cooling', 'cooling'), ('cooling', 'a c'),
  ('cooling', 'air condition*'), ('cooling', 'mini split*'), ('sump pump', 'sump*'), ('disposal', 'disposal*'), ('brakes', 'brake*'),
  ('oil change', 'oil change*'), ('tires', 'tire'), ('tires', 'tires'), ('inspection', 'inspection*'), ('inspection', 'inspect'),
  ('maintenance', 'tune up*'), ('maintenance', 'tuneup*'), ('maintenance', 'maintenance'), ('installation', 'install'),
  ('installation', 'installed'), ('installation', 'installation'), ('engine', 'engine*'), ('engine', 'transmission*'),
  ('shower', 'shower*'), ('shower', 'bathtub*'), ('shower', 'tub'), ('gas line', 'gas line*'), ('leak', 'leak*'), ('leak', 'drip*');
