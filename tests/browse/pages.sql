-- What the pages of parties, cases, deals, outlets and articles tell beside the sample: ties between cases, a deal beside a
-- suit, values that sources tell differently, former names, copies and corrections. Told in our own words, as the sample is.
INSERT INTO aliases (node_id, alias, source) VALUES
 ('cand', 'N.D. Cal.', 'register'), ('cand', 'Northern California federal court', 'register'), ('anthropic', 'Claude', 'register');
INSERT INTO names (node_id, name, from_date, to_date, source_url) VALUES
 ('news-corp', 'News Corporation', '1980', '2013-06-28', 'https://register.test/news-corp'),
 ('news-corp', 'News Corp', '2013-06-28', '', 'https://register.test/news-corp');
INSERT INTO people (id, name, role, affiliation, affiliation_id, provenance, evidence, article_id) VALUES
 ('mara-lindqvist', 'Mara Lindqvist', 'chair', 'Guild of Sample Writers', 'guild-of-sample-writers', 'news',
  'Mara Lindqvist, who chairs the Guild of Sample Writers, wants a payment for each book that a machine learns from.', 'a08');
INSERT INTO nodes (id, kind, name, description, country, provenance, articles, first_date, last_date) VALUES
 ('bartz-anthropic-2026', 'deal', 'Andrea Bartz / Anthropic (2026)', 'books', NULL, 'register', 0, NULL, NULL),
 ('second-v-anthropic', 'case', 'Second Authors v. Anthropic', 'books', 'United States', 'register', 0, NULL, NULL),
 ('charles-graeber', 'person', 'Charles Graeber', 'journalist', 'United States', 'register', 0, NULL, NULL);
INSERT INTO deals (id, name, status, announced_date, value_text, term_years, deal_type, medium, scope, source_url, provenance, register_confidence,
  value_min, value_max, value_currency, value_period, value_basis, value_usd_min, value_usd_max, value_usd_rate) VALUES
 ('bartz-anthropic-2026', 'Andrea Bartz / Anthropic (2026)', 'active', '2026-02', 'about 70 million euros a year, first paid 2026-03-15', 2.5, 'license', 'books',
  'training; display', 'https://register.test/bartz/deal', 'register', 'medium', 7e7, 7e7, 'EUR', 'year', 'paid', 7.6e7, 7.6e7, 1.0857);
INSERT INTO cases (id, name, court, court_id, country, filed_date, status, status_date, subject, source_url, provenance) VALUES
 ('second-v-anthropic', 'Second Authors v. Anthropic', 'United States District Court for the Northern District of California', 'cand', 'United States',
  '2025-12', 'consolidated', '2026-01', 'books', 'https://register.test/second', 'register');
INSERT INTO edges (id, source, relation, target, articles, confidence, provenance, attributes) VALUES
 ('andrea-bartz|licensor_in|bartz-anthropic-2026', 'andrea-bartz', 'licensor_in', 'bartz-anthropic-2026', 0, 0.8, 'register', '{}'),
 ('anthropic|licensee_in|bartz-anthropic-2026', 'anthropic', 'licensee_in', 'bartz-anthropic-2026', 0, 0.8, 'register', '{}'),
 ('andrea-bartz|licenses_to|anthropic', 'andrea-bartz', 'licenses_to', 'anthropic', 0, 0.8, 'register',
  '{"announced_date": "2026-02", "term_years": 2.5, "value_min": 70000000, "value_max": 70000000, "value_currency": "EUR", "value_period": "year"}'),
 ('andrea-bartz|plaintiff_in|second-v-anthropic', 'andrea-bartz', 'plaintiff_in', 'second-v-anthropic', 0, 1.0, 'register', '{}'),
 ('charles-graeber|plaintiff_in|second-v-anthropic', 'charles-graeber', 'plaintiff_in', 'second-v-anthropic', 0, 1.0, 'register', '{}'),
 ('anthropic|defendant_in|second-v-anthropic', 'anthropic', 'defendant_in', 'second-v-anthropic', 0, 1.0, 'register', '{}'),
 ('second-v-anthropic|part_of|bartz-v-anthropic', 'second-v-anthropic', 'part_of', 'bartz-v-anthropic', 0, 1.0, 'register', '{}'),
 ('second-v-anthropic|filed_in|cand', 'second-v-anthropic', 'filed_in', 'cand', 0, 1.0, 'register', '{}'),
 ('news-corp|owns|dow-jones', 'news-corp', 'owns', 'dow-jones', 0, 1.0, 'register', '{}');
UPDATE edges SET single_source = 1 WHERE id = 'sueddeutsche-probe|blocks|openai';
UPDATE articles SET correction = 'An earlier version misnamed the judge.', revision = 2 WHERE id = 'a05';
UPDATE events SET sources = 1, articles = 2, judge = 'William Alsup', parties = 'Andrea Bartz; Anthropic'
 WHERE id = 'bartz-v-anthropic|settled|2025-09-05|1';
INSERT INTO event_evidence (event_id, evidence_id) VALUES
 ('bartz-v-anthropic|settled|2025-09-05|1', 11), ('bartz-v-anthropic|settled|2025-09-05|1', 15);
INSERT INTO events (id, node_id, date, kind, summary, provenance, source_url) VALUES
 ('second-v-anthropic|hearing|2999-01-15|1', 'second-v-anthropic', '2999-01-15', 'hearing', 'Hearing in Second Authors v. Anthropic: moved from 2998-12-01', 'register', 'https://register.test/second');
INSERT INTO readings (id, node_id, field, value, chosen, rule, contested, sources, articles, kinds, single_source, first_reported, last_reported) VALUES
 ('bartz-v-anthropic|amount|1500000000 USD total', 'bartz-v-anthropic', 'amount', '1500000000 USD total', 1, 'sources', 1, 2, 2, 'newsroom', 0, '2025-09-06', '2025-11-14'),
 ('bartz-v-anthropic|amount|1400000000..1600000000 USD total', 'bartz-v-anthropic', 'amount', '1400000000..1600000000 USD total', 0, '', 1, 1, 1, 'aggregator', 1, '2025-09-07', '2025-09-07'),
 ('bartz-v-anthropic|date-filed|2024-08-19', 'bartz-v-anthropic', 'date-filed', '2024-08-19', 1, 'only', 0, 0, 0, 'register', 0, NULL, NULL);
INSERT INTO reading_sources (reading_id, ordinal, kind, article_id, evidence_id, source_url) VALUES
 ('bartz-v-anthropic|amount|1500000000 USD total', 0, 'newsroom', 'a06', 11, 'https://example-wire.test/2025/09/06/settlement'),
 ('bartz-v-anthropic|amount|1500000000 USD total', 1, 'newsroom', 'a08', 15, 'https://example-wire.test/2025/11/14/authors'),
 ('bartz-v-anthropic|amount|1400000000..1600000000 USD total', 0, 'aggregator', NULL, NULL, 'https://aggregator.test/1');
