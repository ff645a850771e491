-- rightswire.db: what is served. Derived from archive.db and data/register; rebuilt in one transaction.
-- A contract with everybody who writes SQL: name a migration and a changelog entry when it changes.
-- Dates are ISO 8601 text, as precise as known (YYYY, YYYY-MM or YYYY-MM-DD); times are UTC. Amounts are US dollars.
-- Beside amount_usd, a total, stands the sum as an article states it, neither multiplied nor sharpened:
--   value_min, value_max  its least and its most, in units of its currency; equal for a plain sum; NULL where an end is open
--   value_currency        ISO 4217; NULL where the words name none ('an eight-figure sum')
--   value_period          total, or for each year, quarter, month, week, day, work, or each of anything else
--   value_basis           paid (or agreed), sought (in a suit), offered (in talks), credits, mixed (money and credits), fund, invested
--   value_text            the exact words

CREATE TABLE nodes (
    id          TEXT PRIMARY KEY,  -- stable slug, the same from night to night
    kind        TEXT NOT NULL,     -- company, outlet, person, organisation, government, court, law-firm, work, product, case, deal
    name        TEXT NOT NULL,     -- canonical name
    description TEXT,              -- one line for people: role of a person, subject of a case
    country     TEXT,
    wikidata_id TEXT,              -- only where the register is sure
    parent_id   TEXT REFERENCES nodes(id),  -- owner of a company or brand, as the register knows it
    provenance  TEXT NOT NULL,     -- register, news, or both
    articles    INTEGER NOT NULL DEFAULT 0, -- articles that assert a fact about it; here and below copies of one story are one
    first_date  TEXT,              -- first and last publication day of those articles
    last_date   TEXT
);

CREATE TABLE aliases (
    node_id TEXT NOT NULL REFERENCES nodes(id),
    alias   TEXT NOT NULL,         -- a form that the register lists or an article used
    source  TEXT NOT NULL,         -- register or news
    PRIMARY KEY (node_id, alias)
);

CREATE TABLE articles (
    id          TEXT PRIMARY KEY,  -- digest of the canonical address
    url         TEXT NOT NULL,
    title       TEXT NOT NULL,
    outlet_id   TEXT REFERENCES nodes(id),
    published   TEXT,              -- day of publication
    feed        TEXT,              -- name of the feed that brought it
    text_source TEXT NOT NULL,     -- page, feed content or feed summary
    facts       INTEGER NOT NULL DEFAULT 0, -- facts read in it
    first_run   INTEGER,           -- run that first stored it
    copy_of     TEXT REFERENCES articles(id), -- the article whose story this one prints; the two count as one source
    correction  TEXT,              -- the notice that it was corrected
    revision    INTEGER NOT NULL DEFAULT 1 -- more where its page has changed since it was first had
);

CREATE TABLE cases (
    id            TEXT PRIMARY KEY REFERENCES nodes(id),
    name          TEXT NOT NULL,   -- caption, 'Bartz v. Anthropic'
    court         TEXT,            -- official English name of the court where it is pending
    court_id      TEXT REFERENCES nodes(id),
    country       TEXT,
    docket_number TEXT,
    filed_date    TEXT,
    judge         TEXT,
    status        TEXT,            -- filed, pending, ruling, settled, dismissed, appeal, judgment-plaintiff, judgment-defendant, ...;
                                   -- the register's, unless an article tells of a further step after it
    status_date   TEXT,            -- since when; where an article does not date a settlement or dismissal, its day of publication
    outcome       TEXT,            -- last decision in words, from the register
    subject       TEXT,            -- medium: news, books, music, images, video, code, voices, ...
    claims        TEXT,            -- claims joined by '; '
    class_action  TEXT,            -- yes or no; NULL where unknown
    amount_usd    REAL,            -- awarded or agreed, never claimed
    source_url    TEXT,            -- of the register's row
    provenance    TEXT NOT NULL,   -- register, news, or both
    register_confidence TEXT,      -- how sure the register is of its row: high, medium, low (unconfirmed); NULL for news
    articles      INTEGER NOT NULL DEFAULT 0, -- articles that report on it; 0 is a story our feeds missed
    status_provenance TEXT,        -- who tells the status: register, news or docket
    status_source_url TEXT,        -- where
    single_source INTEGER NOT NULL DEFAULT 0, -- 1 where all of it rests on one aggregator
    value_min      NUMERIC,           -- the sum as stated and chosen among those told, see the head of this file
    value_max      NUMERIC,
    value_currency TEXT,
    value_period   TEXT,
    value_basis    TEXT,
    value_text     TEXT,
    value_usd_min  REAL,           -- the same in US dollars at the rate of the day, month or year of the event (data/rates.csv);
    value_usd_max  REAL,           -- NULL where the table has no rate
    value_usd_rate REAL
);

CREATE TABLE deals (
    id             TEXT PRIMARY KEY REFERENCES nodes(id),
    name           TEXT NOT NULL,  -- 'News Corp / OpenAI (2024)'; no two deals share one
    status         TEXT,           -- in-talks, announced, active, renewed, ended; the register's, unless an article goes further
    announced_date TEXT,           -- of talks that led to nothing yet: when they became known
    amount_usd     NUMERIC,           -- total, only where a source gives one
    value_text     TEXT,           -- the value in words, from the register
    term_years     NUMERIC,
    deal_type      TEXT,
    medium         TEXT,           -- news, books, music, images, video, code, voices, academic, ...
    scope          TEXT,           -- training, display, search-grounding, ... joined by '; '
    source_url     TEXT,
    provenance     TEXT NOT NULL,
    register_confidence TEXT,      -- as for cases
    articles       INTEGER NOT NULL DEFAULT 0,
    status_provenance TEXT,        -- who tells the status: register or news
    status_source_url TEXT,        -- where
    single_source  INTEGER NOT NULL DEFAULT 0, -- 1 where all of it rests on one aggregator
    value_min      NUMERIC,           -- the sum as stated and chosen among those told, see the head of this file
    value_max      NUMERIC,
    value_currency TEXT,
    value_period   TEXT,
    value_basis    TEXT,
    value_usd_min  REAL,           -- the same in US dollars at the rate of the day, month or year of the event (data/rates.csv);
    value_usd_max  REAL,           -- NULL where the table has no rate
    value_usd_rate REAL
);

CREATE TABLE edges (
    id         TEXT PRIMARY KEY,   -- 'source|relation|target'
    source     TEXT NOT NULL REFERENCES nodes(id),
    relation   TEXT NOT NULL,      -- sues, settles_with, ruling, licenses_to, accuses, blocks, says, invests_in, represents,
                                   -- plaintiff_in, defendant_in, filed_in, presides_over, licensor_in, licensee_in,
                                   -- related_to (two cases that the register ties, in the order of their ids),
                                   -- part_of (a suit and the proceeding that it was joined to), appeal_of (an appeal and the suit below),
                                   -- owns (a party and its company, brand or outlet, as the register knows it)
    target     TEXT NOT NULL REFERENCES nodes(id), -- for `says` by somebody who speaks for nobody else: the speaker again
    first_date TEXT,               -- first and last publication day of the articles that assert it
    last_date  TEXT,
    articles   INTEGER NOT NULL DEFAULT 0,
    confidence REAL NOT NULL,      -- of the best evidence; a row of the register counts 1.0 (high), 0.8 (medium) or 0.5 (low)
    provenance TEXT NOT NULL,      -- register, news, or both
    attributes TEXT NOT NULL,      -- JSON object: latest of each attribute (status, court, amount_usd, value_min, stance, ...)
    single_source INTEGER NOT NULL DEFAULT 0 -- 1 where it rests on one aggregator alone
);

CREATE TABLE evidence (
    id         INTEGER PRIMARY KEY,
    edge_id    TEXT NOT NULL REFERENCES edges(id),
    article_id TEXT NOT NULL REFERENCES articles(id),
    ordinal    INTEGER NOT NULL,   -- 0 is the sentence that shows the fact best in this article
    sentence   TEXT NOT NULL,      -- as the article has it
    field      TEXT NOT NULL,      -- title or text
    start      INTEGER NOT NULL,   -- character offsets into that field
    end        INTEGER NOT NULL,
    rule       TEXT NOT NULL,      -- rule or model that read it
    confidence REAL NOT NULL,
    case_id    TEXT REFERENCES cases(id),  -- the case or deal that this report is about
    deal_id    TEXT REFERENCES deals(id),
    background INTEGER NOT NULL DEFAULT 0, -- 1 where the article only recalls it and its news is something else
    attributes TEXT NOT NULL       -- JSON object: what this article says of it
);

CREATE TABLE register_sources (
    edge_id TEXT NOT NULL REFERENCES edges(id),
    node_id TEXT NOT NULL REFERENCES nodes(id), -- the case or deal whose row asserts it
    source_url TEXT NOT NULL,
    confidence REAL NOT NULL DEFAULT 1.0,  -- of the row: 1.0, 0.8 or 0.5
    attributes TEXT NOT NULL DEFAULT '{}', -- JSON object: what the row says of it, by relation
    PRIMARY KEY (edge_id, node_id)
);

CREATE TABLE events (
    id          TEXT PRIMARY KEY,  -- 'node|kind|date|number'
    node_id     TEXT NOT NULL REFERENCES nodes(id), -- the case or deal
    date        TEXT,              -- when it happened, as precise as known; empty where no source tells, but of a settlement or dismissal
                                   -- that no article dates the day of the first that tells it as news, as in cases.status_date
    reported    TEXT,              -- first publication day of an article that reports it
    kind        TEXT NOT NULL,     -- filed, ruling, settled, dismissed, appealed; talks, announced, renewed, ended;
                                   -- a stage that a case came to: pending, motion-to-dismiss, discovery, summary-judgment, trial, transferred,
                                   -- consolidated (of the register where it dates it, unless news tells of a decision of that day;
                                   -- pending is a suit that is filed and nothing more: the register saw it on that day);
                                   -- of entries in a court's docket: complaint, motion-to-dismiss, order, opinion, judgment, notice-of-appeal, ...
    summary     TEXT NOT NULL,
    amount_usd  REAL,
    provenance  TEXT NOT NULL,     -- register, news, both or docket
    evidence_id INTEGER REFERENCES evidence(id), -- the first article's sentence, all are in event_evidence; empty for the register's and a docket's
    source_url  TEXT,              -- article, source of the register's row, or document in the docket
    docket_url  TEXT,              -- the document in the docket that shows what register or news tell
    parties     TEXT,              -- names of those who take part, joined by '; '
    judge       TEXT,              -- as articles name the judges, joined by '; '
    sources     INTEGER NOT NULL DEFAULT 0, -- outlets that report it independently; copies of one story are one
    articles    INTEGER NOT NULL DEFAULT 0, -- all articles that report it
    single_source INTEGER NOT NULL DEFAULT 0, -- 1 where it rests on one aggregator alone
    value_min      NUMERIC,           -- the sum as stated and chosen among those told, see the head of this file
    value_max      NUMERIC,
    value_currency TEXT,
    value_period   TEXT,
    value_basis    TEXT,
    value_text     TEXT,
    value_usd_min  REAL,           -- the same in US dollars at the rate of the day, month or year of the event (data/rates.csv);
    value_usd_max  REAL,           -- NULL where the table has no rate
    value_usd_rate REAL
);

CREATE TABLE event_evidence (      -- every sentence that tells of an event
    event_id    TEXT NOT NULL REFERENCES events(id),
    evidence_id INTEGER NOT NULL REFERENCES evidence(id),
    PRIMARY KEY (event_id, evidence_id)
);

CREATE TABLE readings (            -- what sources say of one field of a case or deal: one row for each value
    id            TEXT PRIMARY KEY, -- 'node|field|value'
    node_id       TEXT NOT NULL REFERENCES nodes(id),
    field         TEXT NOT NULL,   -- amount, amount-sought, amount-offered, date-filed, date-announced, ..., status, use-training, use-display, term-years, direction,
                                   -- and of each ruling 'date-ruling DAY' and 'outcome-ruling DAY' (plaintiff, defendant, mixed, procedural)
    value         TEXT NOT NULL,
    chosen        INTEGER NOT NULL, -- 1 for the value that cases, deals and events show
    rule          TEXT NOT NULL,   -- what decided for the chosen one: register, first-party, court-record, sources (more outlets), articles (more of them),
                                   -- recency, precision (the most precise date), published (told before the other date had come), step (the
                                   -- furthest), correction (of people), merits (it decides something, all others are 'procedural'), order
                                   -- (nothing tells them apart) or only (there is no other); empty for the others
    contested     INTEGER NOT NULL, -- 1 where another value of the field cannot be true beside it; not where the sentence tells of another story or step
    sources       INTEGER NOT NULL, -- outlets that tell it independently; copies of one story are one
    articles      INTEGER NOT NULL,
    kinds         TEXT NOT NULL,   -- of its sources, joined by '; ': register, first-party, court-record, newsroom, aggregator
    single_source INTEGER NOT NULL, -- 1 where it rests on one aggregator alone
    first_reported TEXT,
    last_reported TEXT
);

CREATE TABLE reading_sources (     -- who tells each reading
    reading_id  TEXT NOT NULL REFERENCES readings(id),
    ordinal     INTEGER NOT NULL,
    kind        TEXT NOT NULL,     -- register, first-party, court-record, newsroom, aggregator
    article_id  TEXT REFERENCES articles(id),
    evidence_id INTEGER REFERENCES evidence(id),
    source_url  TEXT NOT NULL,
    PRIMARY KEY (reading_id, ordinal)
);

CREATE TABLE cases_to_review (     -- dockets of makers of AI that are no case here yet: somebody should look at them
    id            TEXT PRIMARY KEY, -- court and docket number
    caption       TEXT NOT NULL,   -- as the court's feed gives it
    court         TEXT,
    docket_number TEXT NOT NULL,
    first_date    TEXT,            -- day of the first entry that we saw
    first_entry   TEXT NOT NULL,   -- what it says
    entries       INTEGER NOT NULL, -- that we saw
    both_known    INTEGER NOT NULL, -- 1 where the register knows the other side too
    why           TEXT NOT NULL,   -- who is known, as what
    source_url    TEXT,            -- of the first entry
    feed          TEXT NOT NULL    -- name of the feed that brought it
);

CREATE TABLE names (               -- what parties were called and are called now, as the register knows it
    node_id    TEXT NOT NULL REFERENCES nodes(id),
    name       TEXT NOT NULL,
    from_date  TEXT NOT NULL,      -- as precise as known, empty where unknown
    to_date    TEXT NOT NULL,      -- empty for the name that it bears now
    source_url TEXT NOT NULL,
    PRIMARY KEY (node_id, from_date, name)
);

CREATE TABLE people (              -- persons of whom a role or a party for which they act or speak is known
    id             TEXT PRIMARY KEY REFERENCES nodes(id),
    name           TEXT NOT NULL,  -- in full, as known
    role           TEXT,           -- chief executive, novelist, ...
    affiliation    TEXT,           -- name of the party
    affiliation_id TEXT REFERENCES nodes(id),
    provenance     TEXT NOT NULL,  -- register, news, or both
    evidence       TEXT,           -- the sentence; empty for the register's
    article_id     TEXT REFERENCES articles(id)
);

CREATE TABLE successors (          -- ids that are no node's any more, or never were, and the nodes to which they lead
    old_id TEXT PRIMARY KEY,
    new_id TEXT NOT NULL REFERENCES nodes(id)
);

CREATE TABLE corrections (         -- data/corrections.csv, and what became of each row
    line    INTEGER PRIMARY KEY,   -- of the file
    action  TEXT NOT NULL,         -- merge, split, rename, retype, reject, fix, apart
    target  TEXT NOT NULL,
    value   TEXT NOT NULL,
    who     TEXT NOT NULL,
    decided TEXT NOT NULL,         -- day
    why     TEXT NOT NULL,
    applied INTEGER NOT NULL,      -- 0 where it could not be
    fault   TEXT NOT NULL          -- why it could not be
);

CREATE TABLE review (              -- pairs of names that look alike; a person decides: rightswire review
    number     INTEGER PRIMARY KEY, -- the same from night to night
    merge_id   TEXT NOT NULL REFERENCES nodes(id), -- would become ...
    merge_name TEXT NOT NULL,
    keep_id    TEXT NOT NULL,      -- ... this one: a node, or a party of the register that nothing has named yet
    keep_name  TEXT NOT NULL,
    kind       TEXT NOT NULL,
    known      INTEGER NOT NULL,   -- 1 where the register has the one to keep
    score      REAL NOT NULL,      -- 0 to 1
    reasons    TEXT NOT NULL,      -- joined by '; '
    articles   INTEGER NOT NULL    -- that tell of either
);

CREATE TABLE feeds (
    name         TEXT PRIMARY KEY,
    url          TEXT NOT NULL,
    outlet       TEXT,
    kind         TEXT NOT NULL,
    why          TEXT,
    unconfirmed  INTEGER NOT NULL,
    last_fetched TEXT,
    last_success TEXT,
    last_error   TEXT,
    failures     INTEGER NOT NULL, -- in a row
    articles     INTEGER NOT NULL, -- stored from it
    relevant     INTEGER NOT NULL  -- of those, on works and AI
);

CREATE TABLE runs (
    id        INTEGER PRIMARY KEY,
    started   TEXT NOT NULL,
    finished  TEXT,
    command   TEXT NOT NULL,
    version   TEXT NOT NULL,       -- of Rightswire and its reader
    summary   TEXT NOT NULL,       -- JSON object: the figures of the summary
    outcome   TEXT                 -- finished, stopped (by a signal) or interrupted (killed); NULL while it is at work
);

CREATE TABLE problems (
    run_id  INTEGER NOT NULL,
    stage   TEXT NOT NULL,
    subject TEXT NOT NULL,         -- feed, URL or file and line
    reason  TEXT NOT NULL,
    detail  TEXT NOT NULL
);

CREATE TABLE changes (             -- what each night added or altered; kept in archive.db, so that rebuilding tells nothing twice
    id      INTEGER PRIMARY KEY,
    run_id  INTEGER NOT NULL,
    date    TEXT NOT NULL,         -- day of the run that first showed it
    kind    TEXT NOT NULL,         -- news: new-case, new-deal, new-party, new-fact, new-event, party-joined, party-left, status-changed,
                                   -- amount-learned, amount-changed, date-learned, date-changed, detail-learned, detail-changed, merged,
                                   -- withdrawn; else why it is so: reread (by a newer reader), register (its row), correction (of people)
    node_id TEXT REFERENCES nodes(id), -- the case, deal or party; of one that was merged its successor, empty where it is gone
    edge_id TEXT REFERENCES edges(id), -- of a fact; empty where it is gone
    summary TEXT NOT NULL,
    article_id TEXT REFERENCES articles(id), -- the article that brought it; empty for register, dockets and corrections
    subject_id TEXT NOT NULL DEFAULT '', -- id of the node or edge as it was then
    field   TEXT NOT NULL DEFAULT '', -- what was added or altered: case, deal, party, fact, event, or the column: status, amount_usd, ...
    before  TEXT,                  -- its value before; empty for what is new
    after   TEXT                   -- its value after; empty for what is gone
);

-- What was known when: of each row the one version whose days hold a day is what was known on it, by articles published and
-- steps of the register's cases and deals taken by then:  WHERE known_from <= :day AND (known_until IS NULL OR known_until > :day)
-- A step that is dated by year or month alone was known from the last day of it, and not before: both columns hold days. While the
-- year or month goes on it is known from its first day, or from the day on which we first saw an article, whichever is later; from
-- that day, too, what no source dates. Edges of the register: related_to, part_of and appeal_of are known from the day on which both
-- cases were (part_of of a consolidated case from that status), owns from the beginning (0001-01-01). No run moves these days.
-- A story or edge of which more than 60 days brought something is told from the first of them and then by month: each version
-- holds what was known on the last of those days in its month, and begins on it; before it the version of the month before stands.
CREATE TABLE case_history (
    case_id       TEXT NOT NULL REFERENCES cases(id),
    known_from    TEXT NOT NULL,   -- day; see above
    known_until   TEXT,            -- day from which the next version was known; empty for what is known now
    court         TEXT,            -- these as in cases
    docket_number TEXT,
    filed_date    TEXT,
    judge         TEXT,
    status        TEXT,
    status_date   TEXT,
    outcome       TEXT,
    amount_usd    REAL,
    PRIMARY KEY (case_id, known_from)
);

CREATE TABLE deal_history (
    deal_id        TEXT NOT NULL REFERENCES deals(id),
    known_from     TEXT NOT NULL,
    known_until    TEXT,
    status         TEXT,           -- these as in deals
    announced_date TEXT,
    amount_usd     NUMERIC,
    value_text     TEXT,
    term_years     NUMERIC,
    PRIMARY KEY (deal_id, known_from)
);

CREATE TABLE edge_history (
    edge_id     TEXT NOT NULL REFERENCES edges(id),
    known_from  TEXT NOT NULL,
    known_until TEXT,
    provenance  TEXT NOT NULL,     -- these as in edges
    confidence  REAL NOT NULL,
    attributes  TEXT NOT NULL,
    PRIMARY KEY (edge_id, known_from)
);

-- What follows from the tables above, written down with them so that large graphs are read fast: graph/derived.sql fills these.
CREATE TABLE facts (               -- one row for each article, relation between parties and pair, the oldest first; the register's own have no article
    article_url    TEXT,           -- of the register's own rows their source
    relation       TEXT NOT NULL,
    subject        TEXT NOT NULL,  -- who acts: plaintiff, licensor, speaker, ...
    subject_kind   TEXT NOT NULL,
    object         TEXT,           -- the other side; empty for a position that is taken for nobody else
    object_kind    TEXT,
    case_id        TEXT REFERENCES cases(id), -- the case or deal that the report is about
    deal_id        TEXT REFERENCES deals(id),
    date           TEXT,           -- this and the next as the article or the register's row has it
    court          TEXT,
    judge          TEXT,
    docket_number  TEXT,
    status         TEXT,
    outcome        TEXT,
    amount_usd     NUMERIC,
    value_min      NUMERIC,
    value_max      NUMERIC,
    value_currency TEXT,
    value_period   TEXT,
    value_basis    TEXT,
    value_text     TEXT,
    term_years     NUMERIC,
    stance         TEXT,
    background     INTEGER,
    evidence       TEXT,           -- the sentence
    confidence     REAL NOT NULL,
    provenance     TEXT NOT NULL,  -- news or register
    published      TEXT,
    article_title  TEXT,
    outlet_id      TEXT REFERENCES nodes(id),
    subject_id     TEXT NOT NULL,
    object_id      TEXT NOT NULL,
    edge_id        TEXT NOT NULL,
    single_source  INTEGER NOT NULL
);

CREATE TABLE carried (             -- who carried which story: one row for each article of a story that was printed more than once
    story_id      TEXT NOT NULL REFERENCES articles(id),
    story         TEXT NOT NULL,
    article_id    TEXT PRIMARY KEY REFERENCES articles(id),
    article_title TEXT NOT NULL,
    outlet_id     TEXT REFERENCES nodes(id),
    published     TEXT,
    url           TEXT NOT NULL,
    part          TEXT NOT NULL,   -- original or copy
    outlets       INTEGER NOT NULL, -- that carried the story
    articles      INTEGER NOT NULL -- that print it, the original with them
);

CREATE TABLE coverage (            -- each case and deal of the register: whether news of ours has reported it, who did, and which feeds brought it
    kind           TEXT NOT NULL,  -- case or deal
    id             TEXT PRIMARY KEY REFERENCES nodes(id),
    name           TEXT NOT NULL,
    medium         TEXT,
    country        TEXT,
    month          TEXT,           -- of filing or announcement
    status         TEXT,
    register_confidence TEXT,
    articles       INTEGER NOT NULL,
    reported       INTEGER NOT NULL, -- 1 where an article reports it
    first_reported TEXT,
    outlets        INTEGER NOT NULL,
    feeds          TEXT            -- joined by ','
);

CREATE TABLE feed_coverage (       -- each feed: how much of the register it brought, and what the register lacks
    feed            TEXT PRIMARY KEY,
    cases           INTEGER NOT NULL,
    deals           INTEGER NOT NULL,
    first_to_report INTEGER NOT NULL,
    cases_lacking   INTEGER NOT NULL,
    deals_lacking   INTEGER NOT NULL
);

CREATE TABLE known_as (            -- every form under which a node is found when it is written in full
    form    TEXT NOT NULL,         -- id, name or alias, in lower case of every alphabet
    node_id TEXT NOT NULL REFERENCES nodes(id),
    PRIMARY KEY (form, node_id)
) WITHOUT ROWID;

CREATE TABLE edge_media (          -- the media of the cases and deals for which an edge stands, as their rows have them
    edge_id TEXT NOT NULL REFERENCES edges(id),
    medium  TEXT NOT NULL,
    PRIMARY KEY (edge_id, medium)
) WITHOUT ROWID;

-- Search, filled last. Beside these stand articles_fts and evidence_fts (porter), in the form that Datasette detects.
CREATE VIRTUAL TABLE names_fts USING fts5( -- every node by name, alias and docket number, accents folded; the most reported first, so that the order of rowid ranks
    name, aliases, docket_number, kind, id, articles UNINDEXED,
    words, -- what a case or deal is called beside its name: its kind and where it stands
    tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);
CREATE VIRTUAL TABLE sentences_fts USING fts5( -- every sentence of evidence once, by its article's day: the highest rowid is the newest
    sentence, evidence_id UNINDEXED,
    tokenize = 'porter'
);

CREATE INDEX aliases_alias ON aliases(alias);
CREATE INDEX edges_source ON edges(source, relation, target);
CREATE INDEX edges_target ON edges(target, relation, source);
CREATE INDEX edges_source_target ON edges(source, target); -- the explorer: edges among some nodes, steps of a path
CREATE INDEX edges_target_source ON edges(target, source);
CREATE INDEX edges_relation ON edges(relation, source);
CREATE UNIQUE INDEX evidence_place ON evidence(edge_id, article_id, ordinal);
CREATE INDEX evidence_article ON evidence(article_id);
CREATE INDEX evidence_case ON evidence(case_id, article_id);
CREATE INDEX evidence_deal ON evidence(deal_id, article_id);
CREATE INDEX events_node ON events(node_id, date);
CREATE INDEX events_date ON events(date DESC, id);
CREATE INDEX event_evidence_evidence ON event_evidence(evidence_id);
CREATE INDEX readings_node ON readings(node_id, field);
CREATE UNIQUE INDEX articles_url ON articles(url);
CREATE INDEX articles_copy_of ON articles(copy_of) WHERE copy_of IS NOT NULL;
CREATE INDEX articles_outlet ON articles(outlet_id, published, facts, copy_of);
CREATE INDEX articles_published ON articles(published DESC, id);
CREATE INDEX nodes_kind ON nodes(kind);
CREATE INDEX changes_date ON changes(date DESC);
CREATE INDEX changes_node ON changes(node_id);
CREATE INDEX changes_run ON changes(run_id);
CREATE INDEX changes_kind ON changes(kind);
CREATE INDEX changes_field ON changes(field);
CREATE INDEX changes_edge ON changes(edge_id) WHERE edge_id IS NOT NULL;
CREATE INDEX changes_article ON changes(article_id) WHERE article_id IS NOT NULL;
CREATE INDEX nodes_articles ON nodes(articles DESC, name);
CREATE INDEX nodes_parent ON nodes(parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX edges_articles ON edges(articles DESC, id);
CREATE INDEX edges_single ON edges(confidence, last_date DESC, id) WHERE provenance = 'news' AND articles = 1;
CREATE INDEX edges_licences ON edges(source, target) WHERE relation = 'licenses_to' AND coalesce(attributes ->> 'status', '') <> 'in-talks';
CREATE INDEX cases_court ON cases(court_id);
CREATE INDEX evidence_confidence ON evidence(confidence DESC);
CREATE INDEX evidence_rule ON evidence(rule);
CREATE INDEX events_evidence ON events(evidence_id) WHERE evidence_id IS NOT NULL;
CREATE INDEX articles_facts ON articles(facts DESC, published DESC, id) WHERE facts > 0;
CREATE INDEX articles_told ON articles(outlet_id, facts) WHERE facts > 0;
CREATE INDEX register_sources_node ON register_sources(node_id);
CREATE INDEX readings_contested ON readings(node_id, field) WHERE contested;
CREATE INDEX reading_sources_article ON reading_sources(article_id) WHERE article_id IS NOT NULL;
CREATE INDEX reading_sources_evidence ON reading_sources(evidence_id) WHERE evidence_id IS NOT NULL;
CREATE INDEX people_affiliation ON people(affiliation_id) WHERE affiliation_id IS NOT NULL;
CREATE INDEX people_article ON people(article_id) WHERE article_id IS NOT NULL;
CREATE INDEX successors_new ON successors(new_id);
CREATE INDEX problems_run ON problems(run_id);
CREATE INDEX case_history_known ON case_history(known_from);
CREATE INDEX deal_history_known ON deal_history(known_from);
CREATE INDEX edge_history_known ON edge_history(known_from DESC, edge_id, known_from);
CREATE INDEX known_as_node ON known_as(node_id);
CREATE INDEX carried_story ON carried(story_id);
CREATE INDEX carried_outlets ON carried(part, outlets DESC, articles DESC, story_id);
CREATE INDEX facts_article ON facts(article_url);
CREATE INDEX facts_published ON facts(published DESC);
CREATE INDEX facts_relation ON facts(relation, published DESC, provenance);
CREATE INDEX facts_stance ON facts(relation, stance, published DESC);
CREATE INDEX facts_provenance ON facts(provenance, published DESC);
CREATE INDEX facts_stances ON facts(stance) WHERE stance IS NOT NULL;
CREATE INDEX facts_sums ON facts(relation, amount_usd) WHERE amount_usd IS NOT NULL;
CREATE INDEX facts_rulings ON facts(outcome, date, published) WHERE relation = 'ruling';
CREATE INDEX facts_subject ON facts(subject_id, published DESC);
CREATE INDEX facts_object ON facts(object_id, published DESC);
CREATE INDEX facts_case ON facts(case_id, published DESC) WHERE case_id IS NOT NULL;
CREATE INDEX facts_deal ON facts(deal_id, published DESC) WHERE deal_id IS NOT NULL;
CREATE INDEX facts_outlet ON facts(outlet_id, published DESC);
CREATE INDEX facts_edge ON facts(edge_id);

CREATE VIEW timeline AS -- the dated steps of every case and deal, one row each
SELECT coalesce(e.date, e.reported) AS day, e.kind, n.name AS story, n.kind AS story_kind, e.summary, e.date, e.reported, e.parties, e.judge,
       e.amount_usd, e.value_min, e.value_max, e.value_currency, e.value_period, e.value_basis, e.value_text,
       e.value_usd_min, e.value_usd_max, e.sources, e.articles, e.single_source, e.provenance, v.sentence AS evidence,
       e.source_url, e.docket_url, e.node_id, e.id AS event_id
FROM events e JOIN nodes n ON n.id = e.node_id LEFT JOIN evidence v ON v.id = e.evidence_id;

CREATE VIEW contested AS -- where sources differ: every value that is told, the chosen one marked, with all who tell it
SELECT n.name AS story, n.kind AS story_kind, r.field, r.value, r.chosen, r.rule, r.sources, r.kinds, r.single_source,
       r.first_reported, r.last_reported,
       (SELECT group_concat(s.source_url, ' ') FROM reading_sources s WHERE s.reading_id = r.id) AS source_urls,
       r.node_id, r.id AS reading_id
FROM readings r JOIN nodes n ON n.id = r.node_id
WHERE EXISTS (SELECT 1 FROM readings o WHERE o.node_id = r.node_id AND o.field = r.field AND o.contested);

CREATE VIEW register_candidates AS -- cases and deals that only news tells of: what the register lacks, with the best evidence
WITH lacking(kind, id, name, articles) AS (
  SELECT 'case', id, name, articles FROM cases WHERE provenance = 'news'
  UNION ALL SELECT 'deal', id, name, articles FROM deals WHERE provenance = 'news'
)
SELECT l.*,
       (SELECT group_concat(source, ';') FROM (SELECT source FROM edges WHERE target = l.id
        AND relation IN ('plaintiff_in', 'licensor_in') ORDER BY source)) AS plaintiffs,
       (SELECT group_concat(source, ';') FROM (SELECT source FROM edges WHERE target = l.id
        AND relation IN ('defendant_in', 'licensee_in') ORDER BY source)) AS defendants,
       (SELECT v.sentence FROM evidence v WHERE v.case_id = l.id OR v.deal_id = l.id
        ORDER BY v.confidence DESC, v.id LIMIT 1) AS evidence,
       (SELECT a.url FROM evidence v JOIN articles a ON a.id = v.article_id WHERE v.case_id = l.id OR v.deal_id = l.id
        ORDER BY v.confidence DESC, v.id LIMIT 1) AS source_url
FROM lacking l;
