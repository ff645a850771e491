-- How the search of sentences is filled (graph/schema.sql). Runs as soon as articles and evidence are in: edges come later.

INSERT INTO sentences_fts (sentence, evidence_id)
SELECT v.sentence, min(v.id) FROM evidence v JOIN articles a ON a.id = v.article_id
WHERE relation_of(v.edge_id) NOT IN ('plaintiff_in', 'defendant_in', 'filed_in', 'presides_over', 'licensor_in', 'licensee_in',
                                     'related_to', 'part_of', 'appeal_of', 'owns')
GROUP BY a.published, a.id, v.field, v.start, v.sentence ORDER BY a.published, a.id, v.field DESC, v.start, v.sentence;
