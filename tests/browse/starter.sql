-- A fact from one of our own starter articles, whose address never resolves: its page is served by browse.
INSERT INTO articles (id, url, title, outlet_id, published, feed, text_source, facts, first_run) VALUES
 ('s01', 'https://rightswire.example/starter/01-thomson-reuters-sues-ross', 'Thomson Reuters sues legal search start-up Ross over Westlaw', 'example-wire', '2020-05-07', 'Rightswire starter feed', 'page', 1, 2);
INSERT INTO evidence (id, edge_id, article_id, ordinal, sentence, field, start, end, rule, confidence, case_id, deal_id, attributes) VALUES
 (950, 'thomson-reuters|sues|ross-intelligence', 's01', 0, 'Thomson Reuters has sued Ross Intelligence, a start-up that makes legal research software, in federal court in Delaware, accusing it of copying content from Westlaw in order to build a rival product.', 'text', 0, 200, 'test', 0.95, 'thomson-reuters-v-ross', NULL, '{"court": "Delaware"}');
INSERT INTO events (id, node_id, date, reported, kind, summary, amount_usd, provenance, evidence_id, source_url) VALUES
 ('thomson-reuters-v-ross|filed|2020-05|9', 'thomson-reuters-v-ross', '2020-05-06', '2020-05-07', 'filed', 'Thomson Reuters v. ROSS Intelligence is filed', NULL, 'news', 950, 'https://rightswire.example/starter/01-thomson-reuters-sues-ross');
