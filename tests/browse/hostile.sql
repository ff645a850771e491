-- Rows as a hostile page could cause them: markup, scripts, quotes, control characters and links that must never be links.
INSERT INTO nodes (id, kind, name, description, provenance, articles) VALUES
 ('x"><svg/onload=alert(1)>', 'company', '<script>alert("name")</script>', '<b onmouseover=alert(1)>', 'news', 1),
 ('drop-tables', 'person', 'Robert''); DROP TABLE nodes;-- {{ 7*7 }}', 'javascript:alert(1)', 'news', 1),
 ('hostile-v-plain', 'case', '<img src=x onerror=alert(1)> v. "Plain" & ''Sons''', NULL, 'news', 1),
 ('hostile-deal', 'deal', '</td></tr></table><script>alert("deal")</script>', NULL, 'news', 1);
INSERT INTO aliases VALUES ('drop-tables', '<i>alias</i>', 'news');
INSERT INTO articles (id, url, title, outlet_id, published, feed, text_source, facts, first_run) VALUES
 ('h01', 'https://hostile.test/?q="><img src=x onerror=alert(1)>', '<script>alert("title")</script> 23-cv', NULL, '2025-11-19', '<feed>', 'page', 2, 2),
 ('h02', 'javascript:alert("url")', 'A link that is none ‮ reversed', NULL, '2025-11-19', NULL, 'page', 1, 2);
INSERT INTO cases (id, name, court, docket_number, status, status_date, subject, source_url, provenance, articles) VALUES
 ('hostile-v-plain', '<img src=x onerror=alert(1)> v. "Plain" & ''Sons''', '<script>alert("court")</script>', '"><script>', 'filed', '2025-11-19', '<u>', 'javascript:alert("source")', 'news', 1);
INSERT INTO deals (id, name, status, announced_date, amount_usd, medium, source_url, provenance, articles) VALUES
 ('hostile-deal', '</td></tr></table><script>alert("deal")</script>', 'announced', '2025-11-19', 1234567.89, '"],[;<b>', 'data:text/html,<script>alert(1)</script>', 'news', 1);
INSERT INTO edges (id, source, relation, target, first_date, last_date, articles, confidence, provenance, attributes) VALUES
 ('x"><svg/onload=alert(1)>|sues|drop-tables', 'x"><svg/onload=alert(1)>', 'sues', 'drop-tables', '2025-11-19', '2025-11-19', 1, 0.7, 'news', '{"judge": "<script>alert(\"judge\")</script>"}'),
 ('x"><svg/onload=alert(1)>|plaintiff_in|hostile-v-plain', 'x"><svg/onload=alert(1)>', 'plaintiff_in', 'hostile-v-plain', NULL, NULL, 0, 0.7, 'news', '{}'),
 ('drop-tables|defendant_in|hostile-v-plain', 'drop-tables', 'defendant_in', 'hostile-v-plain', NULL, NULL, 0, 0.7, 'news', '{}'),
 ('x"><svg/onload=alert(1)>|licensor_in|hostile-deal', 'x"><svg/onload=alert(1)>', 'licensor_in', 'hostile-deal', NULL, NULL, 0, 0.7, 'news', '{}'),
 ('drop-tables|licensee_in|hostile-deal', 'drop-tables', 'licensee_in', 'hostile-deal', NULL, NULL, 0, 0.7, 'news', '{}'),
 ('drop-tables|says|drop-tables', 'drop-tables', 'says', 'drop-tables', '2025-11-19', '2025-11-19', 1, 0.7, 'news', '{"stance": "<script>alert(\"stance\")</script>"}');
INSERT INTO evidence (id, edge_id, article_id, ordinal, sentence, field, start, end, rule, confidence, case_id, deal_id, attributes) VALUES
 (901, 'x"><svg/onload=alert(1)>|sues|drop-tables', 'h01', 0, '</q><script>alert("sentence")</script> & "quoted" ''text'' in 23-cv-11195', 'text', 0, 70, '<rule>', 0.7, 'hostile-v-plain', NULL, '{"judge": "<script>alert(\"judge\")</script>"}'),
 (902, 'drop-tables|says|drop-tables', 'h02', 0, 'javascript:alert("sentence")', 'text', 0, 28, 'r', 0.7, NULL, NULL, '{"stance": "<script>alert(\"stance\")</script>"}'),
 (903, 'drop-tables|says|drop-tables', 'h01', 0, char(7) || 'A bell and a null-like end', 'text', 0, 28, 'r', 0.7, NULL, 'hostile-deal', '[1, {"deep": "<script>"}]');
INSERT INTO events (id, node_id, date, reported, kind, summary, amount_usd, provenance, evidence_id, source_url) VALUES
 ('hostile-v-plain|filed||1', 'hostile-v-plain', NULL, '2025-11-19', 'filed', '<script>alert("event")</script>', NULL, 'news', 901, 'javascript:alert("event")');
INSERT INTO changes (id, run_id, date, kind, node_id, edge_id, summary) VALUES
 (901, 2, '2025-11-20', 'new-case', 'hostile-v-plain', NULL, '<script>alert("change")</script>');
INSERT INTO feeds (name, url, kind, unconfirmed, failures, articles, relevant) VALUES ('<feed>', 'javascript:alert("feed")', 'feed', 0, 0, 1, 1);
INSERT INTO problems (run_id, stage, subject, reason, detail) VALUES (2, 'page', 'javascript:alert(1)', '<b>', '<script>alert("problem")</script>');
INSERT INTO runs (id, started, finished, command, version, summary) VALUES (3, '2025-11-20T05:00:00+00:00', NULL, 'ingest', '0.1.0', '{"note": "<script>alert(\"run\")</script>"}');
