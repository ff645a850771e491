-- How the tables are filled that follow from the others (graph/schema.sql tells what they hold). Runs after all rows are in.

INSERT INTO facts
SELECT * FROM (
SELECT a.url AS article_url, e.relation, s.name AS subject, s.kind AS subject_kind,
       CASE WHEN e.relation = 'says' AND e.source = e.target THEN NULL ELSE o.name END AS object,
       CASE WHEN e.relation = 'says' AND e.source = e.target THEN NULL ELSE o.kind END AS object_kind,
       v.case_id, v.deal_id,
       coalesce(v.attributes ->> 'filed_date', v.attributes ->> 'announced_date', v.attributes ->> 'date') AS date,
       v.attributes ->> 'court' AS court, v.attributes ->> 'judge' AS judge,
       v.attributes ->> 'docket_number' AS docket_number, v.attributes ->> 'status' AS status,
       v.attributes ->> 'outcome' AS outcome, v.attributes ->> 'amount_usd' AS amount_usd,
       v.attributes ->> 'value_min' AS value_min, v.attributes ->> 'value_max' AS value_max,
       v.attributes ->> 'value_currency' AS value_currency, v.attributes ->> 'value_period' AS value_period,
       v.attributes ->> 'value_basis' AS value_basis, v.attributes ->> 'value_text' AS value_text,
       v.attributes ->> 'term_years' AS term_years, v.attributes ->> 'stance' AS stance, v.background,
       v.sentence AS evidence, v.confidence, 'news' AS provenance,
       a.published, a.title AS article_title, a.outlet_id, e.source AS subject_id, e.target AS object_id, e.id AS edge_id,
       e.single_source
FROM evidence v JOIN edges e ON e.id = v.edge_id JOIN articles a ON a.id = v.article_id
     JOIN nodes s ON s.id = e.source JOIN nodes o ON o.id = e.target
WHERE v.ordinal = 0
      AND e.relation NOT IN ('plaintiff_in', 'defendant_in', 'filed_in', 'presides_over', 'licensor_in', 'licensee_in', 'related_to',
                             'part_of', 'appeal_of', 'owns')
UNION ALL
SELECT r.source_url, e.relation, s.name, s.kind, o.name, o.kind, c.id, d.id,
       coalesce(r.attributes ->> 'filed_date', r.attributes ->> 'announced_date', r.attributes ->> 'date'),
       r.attributes ->> 'court', r.attributes ->> 'judge', r.attributes ->> 'docket_number', r.attributes ->> 'status',
       NULL, r.attributes ->> 'amount_usd', r.attributes ->> 'value_min', r.attributes ->> 'value_max',
       r.attributes ->> 'value_currency', r.attributes ->> 'value_period', r.attributes ->> 'value_basis', NULL,
       r.attributes ->> 'term_years', NULL, NULL,
       NULL, r.confidence, 'register',
       NULL, NULL, NULL, e.source, e.target, e.id, 0
FROM register_sources r JOIN edges e ON e.id = r.edge_id
     JOIN nodes s ON s.id = e.source JOIN nodes o ON o.id = e.target
     LEFT JOIN cases c ON c.id = r.node_id LEFT JOIN deals d ON d.id = r.node_id
WHERE e.relation NOT IN ('plaintiff_in', 'defendant_in', 'filed_in', 'presides_over', 'licensor_in', 'licensee_in', 'related_to',
                             'part_of', 'appeal_of', 'owns')
) ORDER BY published, article_url, edge_id, case_id, deal_id;

INSERT INTO edge_media
SELECT DISTINCT f.edge_id, coalesce(c.subject, d.medium)
FROM facts f LEFT JOIN cases c ON c.id = f.case_id LEFT JOIN deals d ON d.id = f.deal_id
WHERE coalesce(c.subject, d.medium) IS NOT NULL;

INSERT INTO carried
SELECT o.id AS story_id, o.title AS story, a.id AS article_id, a.title AS article_title, a.outlet_id, a.published, a.url,
       CASE WHEN a.copy_of IS NULL THEN 'original' ELSE 'copy' END AS part,
       (SELECT count(DISTINCT coalesce(c.outlet_id, c.id)) FROM articles c WHERE c.id = o.id OR c.copy_of = o.id) AS outlets,
       (SELECT count(*) FROM articles c WHERE c.id = o.id OR c.copy_of = o.id)
FROM articles a JOIN articles o ON o.id = coalesce(a.copy_of, a.id)
WHERE a.copy_of IS NOT NULL OR EXISTS (SELECT 1 FROM articles c WHERE c.copy_of = a.id);

INSERT INTO coverage
WITH known(kind, id, name, medium, country, month, status, register_confidence, articles) AS (
  SELECT 'case', id, name, subject, country, nullif(substr(filed_date, 1, 7), ''), status, register_confidence, articles
  FROM cases WHERE provenance <> 'news'
  UNION ALL
  SELECT 'deal', d.id, d.name, d.medium,
         (SELECT n.country FROM edges e JOIN nodes n ON n.id = e.source
          WHERE e.target = d.id AND e.relation = 'licensor_in' AND n.country IS NOT NULL ORDER BY n.id LIMIT 1),
         nullif(substr(d.announced_date, 1, 7), ''), d.status, d.register_confidence, d.articles
  FROM deals d WHERE d.provenance <> 'news'
), told(id, article_id) AS (
  SELECT case_id, article_id FROM known k CROSS JOIN evidence ON case_id = k.id
  UNION SELECT deal_id, article_id FROM known k CROSS JOIN evidence ON deal_id = k.id
)
SELECT k.*, k.articles > 0 AS reported, min(a.published) AS first_reported, count(DISTINCT a.outlet_id) AS outlets,
       group_concat(DISTINCT a.feed) AS feeds
FROM known k LEFT JOIN told t ON t.id = k.id LEFT JOIN articles a ON a.id = t.article_id
GROUP BY k.kind, k.id;

INSERT INTO feed_coverage
WITH told(kind, id, feed, own) AS (
  SELECT 'case', v.case_id, a.feed, min(a.published) FROM evidence v CROSS JOIN articles a ON a.id = v.article_id
  WHERE v.case_id IS NOT NULL AND a.feed IS NOT NULL GROUP BY v.case_id, a.feed
  UNION ALL
  SELECT 'deal', v.deal_id, a.feed, min(a.published) FROM evidence v CROSS JOIN articles a ON a.id = v.article_id
  WHERE v.deal_id IS NOT NULL AND a.feed IS NOT NULL GROUP BY v.deal_id, a.feed
), brought AS (
  SELECT t.kind, t.feed, t.own, n.provenance <> 'news' AS is_known, min(t.own) OVER (PARTITION BY t.id) AS first
  FROM told t JOIN nodes n ON n.id = t.id
)
SELECT feed, sum(is_known AND kind = 'case') AS cases, sum(is_known AND kind = 'deal') AS deals,
       sum(coalesce(own = first, 0)) AS first_to_report, sum(NOT is_known AND kind = 'case') AS cases_lacking,
       sum(NOT is_known AND kind = 'deal') AS deals_lacking
FROM brought GROUP BY feed;

INSERT INTO known_as
SELECT casefolded(id), id FROM nodes UNION SELECT casefolded(name), id FROM nodes UNION SELECT casefolded(alias), node_id FROM aliases;

INSERT INTO names_fts (name, aliases, docket_number, kind, id, articles, words)
SELECT n.name, (SELECT group_concat(alias, ' · ') FROM (SELECT alias FROM aliases WHERE node_id = n.id AND alias <> n.name ORDER BY alias)),
       c.docket_number, n.kind, n.id, n.articles,
       CASE WHEN c.id IS NOT NULL THEN 'case suit lawsuit ' || coalesce(c.status, '') || CASE c.status
              WHEN 'settled' THEN ' settlement' WHEN 'dismissed' THEN ' dismissal' ELSE '' END
            WHEN d.id IS NOT NULL THEN 'deal agreement licence license ' || coalesce(d.status, '') || ' ' || coalesce(d.deal_type, '') END
FROM nodes n LEFT JOIN cases c ON c.id = n.id LEFT JOIN deals d ON d.id = n.id ORDER BY n.articles DESC, n.name, n.id;
