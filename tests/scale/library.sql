-- What follows in a large library from its articles, evidence, cases and deals; library.py puts {structure} in.
INSERT INTO edges SELECT edge_id, substr(edge_id, 1, instr(edge_id, '|') - 1), '', '', min(a.published), max(a.published),
  count(DISTINCT v.article_id), max(v.confidence), CASE WHEN min(v.id) % 9 = 0 THEN 'both' ELSE 'news' END, max(v.attributes), 0
  FROM evidence v JOIN articles a ON a.id = v.article_id GROUP BY edge_id;
UPDATE edges SET relation = substr(id, length(source) + 2);
UPDATE edges SET target = substr(relation, instr(relation, '|') + 1), relation = substr(relation, 1, instr(relation, '|') - 1);
INSERT OR IGNORE INTO edges SELECT id || '|filed_in|' || court_id, id, 'filed_in', court_id, NULL, NULL, 0, 1.0, 'register', '{}', 0 FROM cases;
INSERT INTO register_sources SELECT id, CASE WHEN target LIKE 'party%' THEN source ELSE target END, 'https://register.example/' || rowid, 1.0, attributes
  FROM edges WHERE provenance <> 'news';
UPDATE articles SET facts = t.facts FROM (SELECT article_id, count(*) AS facts FROM evidence v JOIN edges e ON e.id = v.edge_id
  WHERE ordinal = 0 AND relation NOT IN {structure} GROUP BY article_id) t WHERE t.article_id = articles.id;
UPDATE cases SET articles = t.articles FROM (SELECT case_id, count(DISTINCT article_id) AS articles FROM evidence GROUP BY 1) t WHERE t.case_id = id;
UPDATE deals SET articles = t.articles FROM (SELECT deal_id, count(DISTINCT article_id) AS articles FROM evidence GROUP BY 1) t WHERE t.deal_id = id;
UPDATE nodes SET articles = t.articles, first_date = t.first, last_date = t.last FROM (SELECT node, count(DISTINCT article_id) AS articles,
  min(published) AS first, max(published) AS last FROM (SELECT source AS node, id FROM edges UNION ALL SELECT target, id FROM edges) e
  JOIN evidence v ON v.edge_id = e.id JOIN articles a ON a.id = v.article_id GROUP BY node) t WHERE t.node = nodes.id;
CREATE TEMP TABLE story AS SELECT id, name, 'case' AS kind, filed_date AS begun, status FROM cases
  UNION ALL SELECT id, name, 'deal', announced_date, status FROM deals;
CREATE TEMP TABLE step AS SELECT *, row_number() OVER (PARTITION BY story ORDER BY id) AS number
  FROM (SELECT id, coalesce(case_id, deal_id) AS story, article_id FROM evidence WHERE ordinal = 0 AND (case_id IS NOT NULL OR deal_id IS NOT NULL));
CREATE INDEX temp.step_story ON step(story, number);
INSERT INTO events (id, node_id, date, reported, kind, summary, provenance, evidence_id, source_url, sources, articles)
  SELECT s.id || '|' || k.value || '|' || k.key, s.id, date(s.begun, '+' || (k.key * 90) || ' days'), a.published, k.value, s.name || ' is ' || k.value,
    CASE WHEN t.id THEN 'news' ELSE 'register' END, t.id, coalesce(a.url, 'https://register.example/' || s.id), 2, 3
  FROM story s JOIN json_each(CASE s.kind WHEN 'case' THEN '["filed", "ruling", "ruling", "appealed", "settled"]' ELSE '["announced", "renewed", "ended"]' END) k
    LEFT JOIN step t ON t.story = s.id AND t.number = k.key + 1 LEFT JOIN articles a ON a.id = t.article_id;
INSERT INTO event_evidence SELECT e.id, t.id FROM events e JOIN step t ON t.story = e.node_id AND t.number % 5 = unicode(e.kind) % 5 AND t.number < 40;
INSERT INTO readings SELECT s.id || '|' || f.value || '|' || v.value, s.id, f.value, f.value || ' ' || (s.rowid % 7 + v.value), v.value = 1,
    CASE v.value WHEN 1 THEN 'sources' ELSE '' END, s.rowid % 5 = 0, 3 - v.value, 4, 'newsroom; aggregator', 0, s.begun, s.begun
  FROM story s JOIN json_each('["status", "amount", "date-filed", "judge"]') f JOIN json_each('[1, 2]') v WHERE v.value = 1 OR s.rowid % 3 = 0;
INSERT INTO reading_sources SELECT r.id, t.number, 'newsroom', t.article_id, t.id, a.url FROM readings r JOIN step t ON t.story = r.node_id AND t.number < 4
  JOIN articles a ON a.id = t.article_id;
INSERT INTO case_history (case_id, known_from, known_until, court, filed_date, status) SELECT id, filed_date, status_date, court, filed_date, 'filed' FROM cases
  UNION ALL SELECT id, status_date, NULL, court, filed_date, status FROM cases;
INSERT INTO deal_history (deal_id, known_from, known_until, status) SELECT id, announced_date, date(announced_date, '+200 days'), 'in-talks' FROM deals
  UNION ALL SELECT id, date(announced_date, '+200 days'), NULL, status FROM deals;
INSERT INTO edge_history SELECT id, coalesce(first_date, '2016-01-01'), NULL, provenance, confidence, attributes FROM edges;
INSERT INTO edge_history SELECT id, last_date, NULL, provenance, confidence, attributes FROM edges WHERE last_date > first_date AND articles > 2;
UPDATE edge_history SET known_until = (SELECT e.last_date FROM edges e WHERE e.id = edge_id) WHERE edge_id IN
  (SELECT id FROM edges WHERE last_date > first_date AND articles > 2) AND known_from < (SELECT e.last_date FROM edges e WHERE e.id = edge_id);
INSERT INTO runs SELECT value + 1, date('2016-01-01', '+' || value || ' days') || 'T03:00:00+00:00', date('2016-01-01', '+' || value || ' days') || 'T03:20:00+00:00',
  'ingest', 'large library', '{"articles": 274}', 'finished' FROM json_each((SELECT '[' || group_concat(n) || ']' FROM
  (WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n < 3649) SELECT n FROM c)));
INSERT INTO problems SELECT r.id, 'fetch', 'https://outlet-' || k.value || '.example/', 'gone', '404' FROM runs r JOIN json_each('[1, 2, 3, 4, 5]') k;
INSERT INTO feeds SELECT 'Feed ' || substr(id, 8), 'https://' || id || '.example/feed', name, 'feed', 'large library', 0, '2025-12-28T03:00:00+00:00',
  '2025-12-28T03:00:00+00:00', NULL, rowid % 50 = 0, 2500, 700 FROM nodes WHERE kind = 'outlet';
INSERT INTO changes (run_id, date, kind, node_id, edge_id, summary, article_id, subject_id, field)
  SELECT r.id, c.day, c.kind, c.node_id, c.edge_id, c.summary, NULL, coalesce(c.edge_id, c.node_id), c.field FROM (
    SELECT begun AS day, 'new-' || kind AS kind, id AS node_id, NULL AS edge_id, 'New ' || kind || ': ' || name AS summary, kind AS field FROM story
    UNION ALL SELECT date, 'new-event', node_id, NULL, summary, 'event' FROM events
    UNION ALL SELECT first_date, 'new-party', id, NULL, 'New party: ' || name, 'party' FROM nodes WHERE id LIKE 'party%'
    UNION ALL SELECT first_date, 'new-fact', source, id, replace(id, '|', ' '), 'fact' FROM edges WHERE relation NOT IN {structure}
  ) c JOIN runs r ON r.id = julianday(c.day) - julianday('2016-01-01') + 1 ORDER BY c.day, c.kind, c.node_id, c.edge_id;
INSERT INTO people SELECT n.id, n.name, 'novelist', o.name, o.id, 'news', NULL, NULL FROM nodes n LEFT JOIN nodes o ON o.id = 'party-' || (n.rowid + 1) WHERE n.kind = 'person';
INSERT INTO names SELECT id, name || ' (formerly)', '2010', '2020', 'https://register.example/names' FROM nodes WHERE id LIKE 'party%7';
INSERT INTO successors SELECT 'former-' || id, id FROM nodes WHERE id LIKE 'party-%99';
INSERT INTO review SELECT rowid, id, name, 'party-1', 'a name', kind, 0, 0.8, 'alike', 2 FROM nodes WHERE id LIKE 'party-%333';
