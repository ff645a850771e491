-- Sample rows of rightswire.db, told in our own words. Parties, cases and deals are real and their main dates are public
-- record; outlets, articles and the guild are invented, and so is every sentence.
INSERT INTO nodes (id, kind, name, description, country, wikidata_id, parent_id, provenance, articles, first_date, last_date) VALUES
 ('the-new-york-times', 'outlet', 'The New York Times', 'newspaper publisher', 'United States', 'Q9684', NULL, 'both', 4, '2024-05-23', '2025-11-18'),
 ('openai', 'company', 'OpenAI', 'maker of ChatGPT', 'United States', NULL, NULL, 'both', 6, '2023-12-13', '2025-11-18'),
 ('microsoft', 'company', 'Microsoft', 'software and cloud company', 'United States', 'Q2283', NULL, 'both', 2, '2025-04-05', '2025-11-18'),
 ('anthropic', 'company', 'Anthropic', 'maker of Claude', 'United States', NULL, NULL, 'both', 3, '2025-06-24', '2025-11-14'),
 ('amazon', 'company', 'Amazon', 'retailer and cloud company', 'United States', 'Q3884', NULL, 'both', 1, '2025-05-29', '2025-05-29'),
 ('news-corp', 'company', 'News Corp', 'publisher of newspapers and books', 'United States', NULL, NULL, 'both', 1, '2024-05-23', '2024-05-23'),
 ('dow-jones', 'company', 'Dow Jones', 'publisher of business news', 'United States', NULL, 'news-corp', 'register', 0, NULL, NULL),
 ('axel-springer', 'company', 'Axel Springer', 'publisher of newspapers', 'Germany', NULL, NULL, 'both', 1, '2023-12-13', '2023-12-13'),
 ('associated-press', 'outlet', 'Associated Press', 'news agency', 'United States', NULL, NULL, 'register', 0, NULL, NULL),
 ('getty-images', 'company', 'Getty Images', 'picture agency', 'United States', NULL, NULL, 'both', 1, '2025-11-05', '2025-11-05'),
 ('stability-ai', 'company', 'Stability AI', 'maker of Stable Diffusion', 'United Kingdom', NULL, NULL, 'both', 1, '2025-11-05', '2025-11-05'),
 ('thomson-reuters', 'company', 'Thomson Reuters', 'publisher of legal reference works', 'Canada', NULL, NULL, 'register', 0, NULL, NULL),
 ('ross-intelligence', 'company', 'ROSS Intelligence', 'maker of a legal search tool, closed', 'United States', NULL, NULL, 'register', 0, NULL, NULL),
 ('andrea-bartz', 'person', 'Andrea Bartz', 'novelist', 'United States', NULL, NULL, 'both', 3, '2025-06-24', '2025-11-14'),
 ('guild-of-sample-writers', 'organisation', 'Guild of Sample Writers', 'invented for tests', NULL, NULL, NULL, 'news', 1, '2025-11-14', '2025-11-14'),
 ('mara-lindqvist', 'person', 'Mara Lindqvist', 'invented for tests: chair of a guild', NULL, NULL, NULL, 'news', 1, '2025-11-14', '2025-11-14'),
 ('sueddeutsche-probe', 'outlet', 'Süddeutsche Probe', 'invented for tests', 'Germany', NULL, NULL, 'news', 1, '2025-11-18', '2025-11-18'),
 ('sidney-stein', 'person', 'Sidney Stein', 'judge', 'United States', NULL, NULL, 'register', 0, NULL, NULL),
 ('william-alsup', 'person', 'William Alsup', 'judge', 'United States', NULL, NULL, 'register', 0, NULL, NULL),
 ('nysd', 'court', 'United States District Court for the Southern District of New York', NULL, 'United States', NULL, NULL, 'register', 0, NULL, NULL),
 ('cand', 'court', 'United States District Court for the Northern District of California', NULL, 'United States', NULL, NULL, 'register', 0, NULL, NULL),
 ('ded', 'court', 'United States District Court for the District of Delaware', NULL, 'United States', NULL, NULL, 'register', 0, NULL, NULL),
 ('ewhc-ch', 'court', 'High Court of Justice of England and Wales, Chancery Division', NULL, 'United Kingdom', NULL, NULL, 'register', 0, NULL, NULL),
 ('example-wire', 'outlet', 'Example Wire', 'invented for tests', NULL, NULL, NULL, 'news', 0, NULL, NULL),
 ('sample-tribune', 'outlet', 'Sample Tribune', 'invented for tests', NULL, NULL, NULL, 'news', 0, NULL, NULL),
 ('new-york-times-v-microsoft', 'case', 'The New York Times Co. v. Microsoft Corp.', 'news', 'United States', NULL, NULL, 'both', 2, '2025-04-05', '2025-11-18'),
 ('bartz-v-anthropic', 'case', 'Bartz v. Anthropic', 'books', 'United States', NULL, NULL, 'both', 3, '2025-06-24', '2025-11-14'),
 ('getty-images-v-stability-ai', 'case', 'Getty Images v. Stability AI', 'images', 'United Kingdom', NULL, NULL, 'both', 1, '2025-11-05', '2025-11-05'),
 ('thomson-reuters-v-ross', 'case', 'Thomson Reuters v. ROSS Intelligence', 'legal research', 'United States', NULL, NULL, 'register', 0, NULL, NULL),
 ('news-corp-openai-2024', 'deal', 'News Corp / OpenAI (2024)', 'news', NULL, NULL, NULL, 'both', 1, '2024-05-23', '2024-05-23'),
 ('axel-springer-openai-2023', 'deal', 'Axel Springer / OpenAI (2023)', 'news', NULL, NULL, NULL, 'both', 1, '2023-12-13', '2023-12-13'),
 ('associated-press-openai-2023', 'deal', 'Associated Press / OpenAI (2023)', 'news', NULL, NULL, NULL, 'register', 0, NULL, NULL),
 ('new-york-times-amazon-2025', 'deal', 'The New York Times / Amazon (2025)', 'news', NULL, NULL, NULL, 'news', 1, '2025-05-29', '2025-05-29');

INSERT INTO aliases (node_id, alias, source) VALUES
 ('the-new-york-times', 'New York Times', 'register'), ('the-new-york-times', 'NYT', 'register'), ('openai', 'Open AI', 'register'),
 ('openai', 'OpenAI Inc.', 'news'), ('news-corp', 'News Corporation', 'register'), ('associated-press', 'AP', 'register'),
 ('getty-images', 'Getty', 'register'), ('anthropic', 'Anthropic PBC', 'register');

INSERT INTO articles (id, url, title, outlet_id, published, feed, text_source, facts, first_run) VALUES
 ('a01', 'https://example-wire.test/2023/12/13/axel-springer', 'Axel Springer lets OpenAI summarise its newspapers', 'example-wire', '2023-12-13', 'Example Wire: media', 'page', 1, 1),
 ('a02', 'https://example-wire.test/2024/05/23/news-corp', 'News Corp signs with OpenAI for five years', 'example-wire', '2024-05-23', 'Example Wire: media', 'page', 2, 1),
 ('a03', 'https://sample-tribune.test/law/2025/04/05/motion', 'Judge lets main claims of The New York Times stand', 'sample-tribune', '2025-04-05', 'Sample Tribune: law', 'page', 4, 1),
 ('a04', 'https://example-wire.test/2025/05/29/amazon', 'Amazon will pay The New York Times for its articles', 'example-wire', '2025-05-29', 'Example Wire: media', 'page', 1, 1),
 ('a05', 'https://sample-tribune.test/law/2025/06/24/fair-use', 'Training on bought books was fair, keeping pirated ones was not, court finds', 'sample-tribune', '2025-06-24', 'Sample Tribune: law', 'page', 2, 1),
 ('a06', 'https://example-wire.test/2025/09/06/settlement', 'Anthropic agrees to pay authors $1.5 billion', 'example-wire', '2025-09-06', 'Example Wire: media', 'feed content', 2, 1),
 ('a07', 'https://sample-tribune.test/law/2025/11/05/getty', 'High Court finds for Stability AI on most of Getty''s claims', 'sample-tribune', '2025-11-05', 'Sample Tribune: law', 'page', 2, 1),
 ('a08', 'https://example-wire.test/2025/11/14/authors', 'Authors weigh claims under the Anthropic settlement', 'example-wire', '2025-11-14', 'Example Wire: media', 'page', 3, 2),
 ('a09', 'https://sample-tribune.test/law/2025/11/18/discovery', 'Publishers press OpenAI for records in New York', 'sample-tribune', '2025-11-18', 'Sample Tribune: law', 'page', 4, 2),
 ('a10', 'https://example-wire.test/2025/11/19/nothing', 'A week without news on copyright and AI', 'example-wire', '2025-11-19', 'Example Wire: media', 'feed summary', 0, 2);

UPDATE articles SET copy_of = 'a06' WHERE id = 'a08';
INSERT INTO cases (id, name, court, court_id, country, docket_number, filed_date, judge, status, status_date, outcome, subject, claims, class_action, amount_usd, source_url, provenance, articles) VALUES
 ('new-york-times-v-microsoft', 'The New York Times Co. v. Microsoft Corp.', 'United States District Court for the Southern District of New York', 'nysd', 'United States', '1:23-cv-11195', '2023-12-27', 'Sidney Stein', 'discovery', '2025-11-18', 'Most claims survived a motion to dismiss', 'news', 'direct copyright infringement; contributory infringement; trademark dilution', 'no', NULL, 'https://register.test/nyt', 'both', 2),
 ('bartz-v-anthropic', 'Bartz v. Anthropic', 'United States District Court for the Northern District of California', 'cand', 'United States', '3:24-cv-05417', '2024-08-19', 'William Alsup', 'settled', '2025-09-25', 'Settlement approved in a preliminary way', 'books', 'direct copyright infringement', 'yes', 1500000000, 'https://register.test/bartz;https://register.test/bartz/settlement', 'both', 3),
 ('getty-images-v-stability-ai', 'Getty Images v. Stability AI', 'High Court of Justice of England and Wales, Chancery Division', 'ewhc-ch', 'United Kingdom', 'IL-2023-000007', '2023-01', 'Joanna Smith', 'judgment-defendant', '2025-11-04', 'Most claims failed; limited trade mark infringement found', 'images', 'secondary copyright infringement; trade mark infringement', 'no', NULL, 'https://register.test/getty', 'both', 1),
 ('thomson-reuters-v-ross', 'Thomson Reuters v. ROSS Intelligence', 'United States District Court for the District of Delaware', 'ded', 'United States', '1:20-cv-00613', '2020-05-06', 'Stephanos Bibas', 'appeal', '2025-02-11', 'Fair use rejected for headnotes', 'legal research', 'direct copyright infringement', 'no', NULL, 'https://register.test/ross', 'register', 0);

INSERT INTO deals (id, name, status, announced_date, amount_usd, value_text, term_years, deal_type, medium, scope, source_url, provenance, articles) VALUES
 ('news-corp-openai-2024', 'News Corp / OpenAI (2024)', 'active', '2024-05-22', 250000000, 'more than 250 million dollars over five years', 5, 'license', 'news', 'training; display', 'https://register.test/news-corp', 'both', 1),
 ('axel-springer-openai-2023', 'Axel Springer / OpenAI (2023)', 'active', '2023-12-13', NULL, 'tens of millions of euros', 3, 'license', 'news; images', 'training; display', 'https://register.test/axel-springer', 'both', 1),
 ('associated-press-openai-2023', 'Associated Press / OpenAI (2023)', 'active', '2023-07-13', NULL, 'undisclosed', 2, 'license', 'news', 'training', 'https://register.test/ap', 'register', 0),
 ('new-york-times-amazon-2025', 'The New York Times / Amazon (2025)', 'announced', '2025-05-29', NULL, NULL, NULL, 'license', 'news', 'training; display', NULL, 'news', 1);

INSERT INTO edges (id, source, relation, target, first_date, last_date, articles, confidence, provenance, attributes) VALUES
 ('the-new-york-times|sues|openai', 'the-new-york-times', 'sues', 'openai', '2025-04-05', '2025-11-18', 2, 1.0, 'both', '{"filed_date": "2023-12-27", "docket_number": "1:23-cv-11195"}'),
 ('the-new-york-times|sues|microsoft', 'the-new-york-times', 'sues', 'microsoft', '2025-04-05', '2025-11-18', 2, 1.0, 'both', '{"filed_date": "2023-12-27"}'),
 ('the-new-york-times|ruling|openai', 'the-new-york-times', 'ruling', 'openai', '2025-04-05', '2025-04-05', 1, 0.91, 'news', '{"outcome": "plaintiff", "judge": "Sidney Stein", "date": "2025-04-04"}'),
 ('the-new-york-times|ruling|microsoft', 'the-new-york-times', 'ruling', 'microsoft', '2025-04-05', '2025-04-05', 1, 0.88, 'news', '{"outcome": "plaintiff", "date": "2025-04-04"}'),
 ('the-new-york-times|licenses_to|amazon', 'the-new-york-times', 'licenses_to', 'amazon', '2025-05-29', '2025-05-29', 1, 0.93, 'news', '{"status": "announced", "announced_date": "2025-05-29"}'),
 ('andrea-bartz|sues|anthropic', 'andrea-bartz', 'sues', 'anthropic', '2025-06-24', '2025-11-14', 3, 1.0, 'both', '{"filed_date": "2024-08"}'),
 ('andrea-bartz|ruling|anthropic', 'andrea-bartz', 'ruling', 'anthropic', '2025-06-24', '2025-06-24', 1, 0.9, 'news', '{"outcome": "mixed", "judge": "William Alsup", "date": "2025-06-23"}'),
 ('andrea-bartz|settles_with|anthropic', 'andrea-bartz', 'settles_with', 'anthropic', '2025-09-06', '2025-11-14', 2, 0.96, 'news', '{"amount_usd": 1500000000, "date": "2025-09-05"}'),
 ('getty-images|sues|stability-ai', 'getty-images', 'sues', 'stability-ai', '2025-11-05', '2025-11-05', 1, 1.0, 'both', '{"filed_date": "2023-01"}'),
 ('getty-images|ruling|stability-ai', 'getty-images', 'ruling', 'stability-ai', '2025-11-05', '2025-11-05', 1, 0.94, 'news', '{"outcome": "defendant", "date": "2025-11-04"}'),
 ('thomson-reuters|sues|ross-intelligence', 'thomson-reuters', 'sues', 'ross-intelligence', NULL, NULL, 0, 1.0, 'register', '{"filed_date": "2020-05-06"}'),
 ('news-corp|licenses_to|openai', 'news-corp', 'licenses_to', 'openai', '2024-05-23', '2024-05-23', 1, 1.0, 'both', '{"status": "announced", "amount_usd": 250000000, "term_years": 5}'),
 ('axel-springer|licenses_to|openai', 'axel-springer', 'licenses_to', 'openai', '2023-12-13', '2023-12-13', 1, 1.0, 'both', '{"status": "announced", "term_years": 3}'),
 ('associated-press|licenses_to|openai', 'associated-press', 'licenses_to', 'openai', NULL, NULL, 0, 1.0, 'register', '{"announced_date": "2023-07-13"}'),
 ('mara-lindqvist|says|guild-of-sample-writers', 'mara-lindqvist', 'says', 'guild-of-sample-writers', '2025-11-14', '2025-11-14', 1, 0.86, 'news', '{"stance": "rights-holder"}'),
 ('anthropic|says|anthropic', 'anthropic', 'says', 'anthropic', '2025-06-24', '2025-06-24', 1, 0.8, 'news', '{"stance": "ai-use-lawful"}'),
 ('microsoft|invests_in|openai', 'microsoft', 'invests_in', 'openai', '2025-11-18', '2025-11-18', 1, 0.9, 'news', '{}'),
 ('sueddeutsche-probe|blocks|openai', 'sueddeutsche-probe', 'blocks', 'openai', '2025-11-18', '2025-11-18', 1, 0.82, 'news', '{}'),
 ('the-new-york-times|plaintiff_in|new-york-times-v-microsoft', 'the-new-york-times', 'plaintiff_in', 'new-york-times-v-microsoft', NULL, NULL, 0, 1.0, 'register', '{}'),
 ('openai|defendant_in|new-york-times-v-microsoft', 'openai', 'defendant_in', 'new-york-times-v-microsoft', NULL, NULL, 0, 1.0, 'register', '{}'),
 ('microsoft|defendant_in|new-york-times-v-microsoft', 'microsoft', 'defendant_in', 'new-york-times-v-microsoft', NULL, NULL, 0, 1.0, 'register', '{}'),
 ('andrea-bartz|plaintiff_in|bartz-v-anthropic', 'andrea-bartz', 'plaintiff_in', 'bartz-v-anthropic', NULL, NULL, 0, 1.0, 'register', '{}'),
 ('anthropic|defendant_in|bartz-v-anthropic', 'anthropic', 'defendant_in', 'bartz-v-anthropic', NULL, NULL, 0, 1.0, 'register', '{}'),
 ('getty-images|plaintiff_in|getty-images-v-stability-ai', 'getty-images', 'plaintiff_in', 'getty-images-v-stability-ai', NULL, NULL, 0, 1.0, 'register', '{}'),
 ('stability-ai|defendant_in|getty-images-v-stability-ai', 'stability-ai', 'defendant_in', 'getty-images-v-stability-ai', NULL, NULL, 0, 1.0, 'register', '{}'),
 ('thomson-reuters|plaintiff_in|thomson-reuters-v-ross', 'thomson-reuters', 'plaintiff_in', 'thomson-reuters-v-ross', NULL, NULL, 0, 1.0, 'register', '{}'),
 ('ross-intelligence|defendant_in|thomson-reuters-v-ross', 'ross-intelligence', 'defendant_in', 'thomson-reuters-v-ross', NULL, NULL, 0, 1.0, 'register', '{}'),
 ('new-york-times-v-microsoft|filed_in|nysd', 'new-york-times-v-microsoft', 'filed_in', 'nysd', NULL, NULL, 0, 1.0, 'register', '{}'),
 ('bartz-v-anthropic|filed_in|cand', 'bartz-v-anthropic', 'filed_in', 'cand', NULL, NULL, 0, 1.0, 'register', '{}'),
 ('sidney-stein|presides_over|new-york-times-v-microsoft', 'sidney-stein', 'presides_over', 'new-york-times-v-microsoft', NULL, NULL, 0, 1.0, 'register', '{}'),
 ('william-alsup|presides_over|bartz-v-anthropic', 'william-alsup', 'presides_over', 'bartz-v-anthropic', NULL, NULL, 0, 1.0, 'register', '{}'),
 ('news-corp|licensor_in|news-corp-openai-2024', 'news-corp', 'licensor_in', 'news-corp-openai-2024', NULL, NULL, 0, 1.0, 'register', '{}'),
 ('openai|licensee_in|news-corp-openai-2024', 'openai', 'licensee_in', 'news-corp-openai-2024', NULL, NULL, 0, 1.0, 'register', '{}'),
 ('axel-springer|licensor_in|axel-springer-openai-2023', 'axel-springer', 'licensor_in', 'axel-springer-openai-2023', NULL, NULL, 0, 1.0, 'register', '{}'),
 ('openai|licensee_in|axel-springer-openai-2023', 'openai', 'licensee_in', 'axel-springer-openai-2023', NULL, NULL, 0, 1.0, 'register', '{}'),
 ('associated-press|licensor_in|associated-press-openai-2023', 'associated-press', 'licensor_in', 'associated-press-openai-2023', NULL, NULL, 0, 1.0, 'register', '{}'),
 ('openai|licensee_in|associated-press-openai-2023', 'openai', 'licensee_in', 'associated-press-openai-2023', NULL, NULL, 0, 1.0, 'register', '{}'),
 ('the-new-york-times|licensor_in|new-york-times-amazon-2025', 'the-new-york-times', 'licensor_in', 'new-york-times-amazon-2025', '2025-05-29', '2025-05-29', 1, 0.93, 'news', '{}'),
 ('amazon|licensee_in|new-york-times-amazon-2025', 'amazon', 'licensee_in', 'new-york-times-amazon-2025', NULL, NULL, 0, 0.93, 'news', '{}');

INSERT INTO evidence (id, edge_id, article_id, ordinal, sentence, field, start, end, rule, confidence, case_id, deal_id, attributes) VALUES
 (1, 'axel-springer|licenses_to|openai', 'a01', 0, 'Under a three-year agreement announced on Wednesday, OpenAI may train on articles of Axel Springer and show summaries of them.', 'text', 0, 125, 'licence-verb', 0.93, NULL, 'axel-springer-openai-2023', '{"status": "announced", "announced_date": "2023-12-13", "term_years": 3}'),
 (2, 'news-corp|licenses_to|openai', 'a02', 0, 'The agreement gives OpenAI the articles of News Corp for five years and could be worth more than $250 million.', 'text', 0, 109, 'licence-verb', 0.95, NULL, 'news-corp-openai-2024', '{"status": "announced", "announced_date": "2024-05-22", "amount_usd": 250000000, "term_years": 5}'),
 (3, 'news-corp|licenses_to|openai', 'a02', 1, 'News Corp signs with OpenAI for five years', 'title', 0, 42, 'licence-headline', 0.9, NULL, 'news-corp-openai-2024', '{}'),
 (4, 'the-new-york-times|sues|openai', 'a03', 0, 'The New York Times sued OpenAI and Microsoft in December 2023 over the use of its articles.', 'text', 120, 210, 'sue-verb', 0.97, 'new-york-times-v-microsoft', NULL, '{"filed_date": "2023-12"}'),
 (5, 'the-new-york-times|sues|microsoft', 'a03', 0, 'The New York Times sued OpenAI and Microsoft in December 2023 over the use of its articles.', 'text', 120, 210, 'sue-verb', 0.97, 'new-york-times-v-microsoft', NULL, '{"filed_date": "2023-12"}'),
 (6, 'the-new-york-times|ruling|openai', 'a03', 0, 'Judge Sidney Stein refused on Friday to dismiss the main copyright claims of The New York Times against OpenAI and Microsoft.', 'text', 0, 119, 'ruling-verb', 0.91, 'new-york-times-v-microsoft', NULL, '{"outcome": "plaintiff", "judge": "Sidney Stein", "date": "2025-04-04", "court": "United States District Court for the Southern District of New York"}'),
 (7, 'the-new-york-times|ruling|microsoft', 'a03', 0, 'Judge Sidney Stein refused on Friday to dismiss the main copyright claims of The New York Times against OpenAI and Microsoft.', 'text', 0, 119, 'ruling-verb', 0.88, 'new-york-times-v-microsoft', NULL, '{"outcome": "plaintiff", "judge": "Sidney Stein", "date": "2025-04-04"}'),
 (8, 'the-new-york-times|licenses_to|amazon', 'a04', 0, 'The New York Times has agreed to license its articles, recipes and sports coverage to Amazon.', 'text', 0, 92, 'licence-verb', 0.93, NULL, 'new-york-times-amazon-2025', '{"status": "announced", "announced_date": "2025-05-29"}'),
 (9, 'andrea-bartz|ruling|anthropic', 'a05', 0, 'Judge William Alsup found that training on bought books was fair use, and that keeping pirated copies of books by Andrea Bartz and others was not.', 'text', 0, 143, 'ruling-verb', 0.9, 'bartz-v-anthropic', NULL, '{"outcome": "mixed", "judge": "William Alsup", "date": "2025-06-23"}'),
 (10, 'anthropic|says|anthropic', 'a05', 0, 'Anthropic holds that learning from books to write something new is what copyright law allows.', 'text', 300, 392, 'position', 0.8, 'bartz-v-anthropic', NULL, '{"stance": "ai-use-lawful"}'),
 (11, 'andrea-bartz|settles_with|anthropic', 'a06', 0, 'Anthropic has agreed to pay $1.5 billion to settle the class action that Andrea Bartz and two other authors brought.', 'text', 0, 115, 'settle-verb', 0.96, 'bartz-v-anthropic', NULL, '{"amount_usd": 1500000000, "date": "2025-09-05"}'),
 (12, 'andrea-bartz|sues|anthropic', 'a06', 0, 'Anthropic has agreed to pay $1.5 billion to settle the class action that Andrea Bartz and two other authors brought.', 'text', 0, 115, 'sue-noun', 0.9, 'bartz-v-anthropic', NULL, '{"status": "settled"}'),
 (13, 'getty-images|ruling|stability-ai', 'a07', 0, 'The High Court in London on Tuesday rejected most of what Getty Images had claimed against Stability AI.', 'text', 0, 103, 'ruling-verb', 0.94, 'getty-images-v-stability-ai', NULL, '{"outcome": "defendant", "date": "2025-11-04", "court": "High Court of Justice of England and Wales, Chancery Division"}'),
 (14, 'getty-images|sues|stability-ai', 'a07', 0, 'Getty Images brought the case in January 2023.', 'text', 104, 150, 'sue-noun', 0.85, 'getty-images-v-stability-ai', NULL, '{"filed_date": "2023-01"}'),
 (15, 'andrea-bartz|settles_with|anthropic', 'a08', 0, 'Authors have until March to claim their share of the $1.5 billion that Anthropic agreed to pay in the suit by Andrea Bartz.', 'text', 0, 121, 'settle-noun', 0.9, 'bartz-v-anthropic', NULL, '{"amount_usd": 1500000000}'),
 (16, 'andrea-bartz|sues|anthropic', 'a08', 0, 'Authors have until March to claim their share of the $1.5 billion that Anthropic agreed to pay in the suit by Andrea Bartz.', 'text', 0, 121, 'sue-noun', 0.88, 'bartz-v-anthropic', NULL, '{}'),
 (17, 'mara-lindqvist|says|guild-of-sample-writers', 'a08', 0, 'Mara Lindqvist, who chairs the Guild of Sample Writers, wants a payment for each book that a machine learns from.', 'text', 200, 312, 'position', 0.86, NULL, NULL, '{"stance": "rights-holder"}'),
 (18, 'the-new-york-times|sues|openai', 'a09', 0, 'The New York Times, which is suing OpenAI and Microsoft in Manhattan, asked the court on Monday for more records.', 'text', 0, 112, 'sue-verb', 0.95, 'new-york-times-v-microsoft', NULL, '{"docket_number": "1:23-cv-11195"}'),
 (19, 'the-new-york-times|sues|microsoft', 'a09', 0, 'The New York Times, which is suing OpenAI and Microsoft in Manhattan, asked the court on Monday for more records.', 'text', 0, 112, 'sue-verb', 0.95, 'new-york-times-v-microsoft', NULL, '{}'),
 (20, 'microsoft|invests_in|openai', 'a09', 0, 'Microsoft is the largest investor in OpenAI.', 'text', 300, 344, 'invest-noun', 0.9, NULL, NULL, '{}'),
 (21, 'sueddeutsche-probe|blocks|openai', 'a09', 0, 'The Süddeutsche Probe shuts out the crawler of OpenAI.', 'text', 400, 454, 'block-verb', 0.82, NULL, NULL, '{}'),
 (22, 'the-new-york-times|plaintiff_in|new-york-times-v-microsoft', 'a09', 0, 'The New York Times, which is suing OpenAI and Microsoft in Manhattan, asked the court on Monday for more records.', 'text', 0, 112, 'sue-verb', 0.95, 'new-york-times-v-microsoft', NULL, '{}'),
 (23, 'the-new-york-times|licensor_in|new-york-times-amazon-2025', 'a04', 0, 'The New York Times has agreed to license its articles, recipes and sports coverage to Amazon.', 'text', 0, 92, 'licence-verb', 0.93, NULL, 'new-york-times-amazon-2025', '{}');

INSERT INTO register_sources (edge_id, node_id, source_url) VALUES
 ('the-new-york-times|sues|openai', 'new-york-times-v-microsoft', 'https://register.test/nyt'),
 ('the-new-york-times|sues|microsoft', 'new-york-times-v-microsoft', 'https://register.test/nyt'),
 ('andrea-bartz|sues|anthropic', 'bartz-v-anthropic', 'https://register.test/bartz'),
 ('getty-images|sues|stability-ai', 'getty-images-v-stability-ai', 'https://register.test/getty'),
 ('thomson-reuters|sues|ross-intelligence', 'thomson-reuters-v-ross', 'https://register.test/ross'),
 ('news-corp|licenses_to|openai', 'news-corp-openai-2024', 'https://register.test/news-corp'),
 ('axel-springer|licenses_to|openai', 'axel-springer-openai-2023', 'https://register.test/axel-springer'),
 ('associated-press|licenses_to|openai', 'associated-press-openai-2023', 'https://register.test/ap');

INSERT INTO events (id, node_id, date, reported, kind, summary, amount_usd, provenance, evidence_id, source_url) VALUES
 ('new-york-times-v-microsoft|filed|2023-12-27|1', 'new-york-times-v-microsoft', '2023-12-27', '2025-04-05', 'filed', 'Filed in the Southern District of New York', NULL, 'both', 4, 'https://sample-tribune.test/law/2025/04/05/motion'),
 ('new-york-times-v-microsoft|ruling|2025-04-04|1', 'new-york-times-v-microsoft', '2025-04-04', '2025-04-05', 'ruling', 'Ruling for the plaintiff: main claims stand', NULL, 'news', 6, 'https://sample-tribune.test/law/2025/04/05/motion'),
 ('bartz-v-anthropic|filed|2024-08-19|1', 'bartz-v-anthropic', '2024-08-19', NULL, 'filed', 'Filed in the Northern District of California', NULL, 'register', NULL, 'https://register.test/bartz'),
 ('bartz-v-anthropic|ruling|2025-06-23|1', 'bartz-v-anthropic', '2025-06-23', '2025-06-24', 'ruling', 'Mixed ruling: training fair, pirated library not', NULL, 'news', 9, 'https://sample-tribune.test/law/2025/06/24/fair-use'),
 ('bartz-v-anthropic|settled|2025-09-05|1', 'bartz-v-anthropic', '2025-09-05', '2025-09-06', 'settled', 'Settlement agreed', 1500000000, 'news', 11, 'https://example-wire.test/2025/09/06/settlement'),
 ('bartz-v-anthropic|ruling|2025-09-25|1', 'bartz-v-anthropic', '2025-09-25', NULL, 'ruling', 'Settlement approved in a preliminary way on 2025-09-25', NULL, 'register', NULL, 'https://register.test/bartz'),
 ('getty-images-v-stability-ai|filed|2023-01|1', 'getty-images-v-stability-ai', '2023-01', '2025-11-05', 'filed', 'Filed in the High Court', NULL, 'both', 14, 'https://sample-tribune.test/law/2025/11/05/getty'),
 ('getty-images-v-stability-ai|ruling|2025-11-04|1', 'getty-images-v-stability-ai', '2025-11-04', '2025-11-05', 'ruling', 'Ruling for the defendant on most claims', NULL, 'news', 13, 'https://sample-tribune.test/law/2025/11/05/getty'),
 ('thomson-reuters-v-ross|filed|2020-05-06|1', 'thomson-reuters-v-ross', '2020-05-06', NULL, 'filed', 'Filed in the District of Delaware', NULL, 'register', NULL, 'https://register.test/ross'),
 ('news-corp-openai-2024|announced|2024-05-22|1', 'news-corp-openai-2024', '2024-05-22', '2024-05-23', 'announced', 'Announced', 250000000, 'both', 2, 'https://example-wire.test/2024/05/23/news-corp'),
 ('axel-springer-openai-2023|announced|2023-12-13|1', 'axel-springer-openai-2023', '2023-12-13', '2023-12-13', 'announced', 'Announced', NULL, 'both', 1, 'https://example-wire.test/2023/12/13/axel-springer'),
 ('new-york-times-amazon-2025|announced|2025-05-29|1', 'new-york-times-amazon-2025', '2025-05-29', '2025-05-29', 'announced', 'Announced', NULL, 'news', 8, 'https://example-wire.test/2025/05/29/amazon');

INSERT INTO feeds (name, url, outlet, kind, why, unconfirmed, last_fetched, last_success, last_error, failures, articles, relevant) VALUES
 ('Example Wire: media', 'https://example-wire.test/media.xml', 'Example Wire', 'feed', 'reports on deals', 0, '2025-11-20T04:00:00+00:00', '2025-11-20T04:00:00+00:00', NULL, 0, 6, 5),
 ('Sample Tribune: law', 'https://sample-tribune.test/law.xml', 'Sample Tribune', 'feed', 'reports on courts', 0, '2025-11-20T04:00:00+00:00', '2025-11-18T04:00:00+00:00', 'the server answered 503', 4, 4, 4),
 ('Quiet Gazette', 'https://quiet-gazette.test/rss', 'Quiet Gazette', 'feed', 'never reached so far', 1, NULL, NULL, NULL, 0, 0, 0);

INSERT INTO runs (id, started, finished, command, version, summary) VALUES
 (1, '2025-11-12T04:00:00+00:00', '2025-11-12T04:06:00+00:00', 'ingest', '0.1.0', '{"articles": 7, "facts": 14, "problems": 0}'),
 (2, '2025-11-20T04:00:00+00:00', '2025-11-20T04:05:12+00:00', 'ingest', '0.1.0', '{"articles": 3, "facts": 7, "problems": 2}');

INSERT INTO problems (run_id, stage, subject, reason, detail) VALUES
 (2, 'feed', 'Sample Tribune: law', 'server error', 'the server answered 503; tried again tomorrow'),
 (2, 'page', 'https://example-wire.test/2025/11/19/gone', 'not found', 'the server answered 404');

INSERT INTO changes (id, run_id, date, kind, node_id, edge_id, summary) VALUES
 (1, 1, '2025-11-12', 'new-case', 'getty-images-v-stability-ai', NULL, 'Getty Images v. Stability AI'),
 (2, 1, '2025-11-12', 'new-deal', 'new-york-times-amazon-2025', NULL, 'The New York Times / Amazon (2025)'),
 (3, 1, '2025-11-12', 'new-event', 'getty-images-v-stability-ai', NULL, 'Ruling for the defendant on most claims'),
 (4, 2, '2025-11-20', 'new-party', 'mara-lindqvist', NULL, 'Mara Lindqvist'),
 (5, 2, '2025-11-20', 'new-party', 'sueddeutsche-probe', NULL, 'Süddeutsche Probe'),
 (6, 2, '2025-11-20', 'new-fact', NULL, 'sueddeutsche-probe|blocks|openai', 'Süddeutsche Probe blocks OpenAI'),
 (7, 2, '2025-11-20', 'new-fact', NULL, 'mara-lindqvist|says|guild-of-sample-writers', 'Mara Lindqvist takes a position'),
 (8, 2, '2025-11-20', 'new-fact', NULL, 'microsoft|invests_in|openai', 'Microsoft invests in OpenAI'),
 (9, 2, '2025-11-20', 'new-event', 'bartz-v-anthropic', NULL, 'Claims open under the settlement');

INSERT INTO case_history (case_id, known_from, known_until, status) VALUES
 ('bartz-v-anthropic', '2024-08-19', '2025-09-05', 'filed'),
 ('bartz-v-anthropic', '2025-09-05', NULL, 'settled');

INSERT INTO deal_history (deal_id, known_from, known_until, status, announced_date, amount_usd) VALUES
 ('news-corp-openai-2024', '2024-05-22', NULL, 'active', '2024-05-22', 2.5e8);

INSERT INTO edge_history (edge_id, known_from, known_until, provenance, confidence, attributes) VALUES
 ('microsoft|invests_in|openai', '2025-11-18', NULL, 'news', 0.9, '{}');

INSERT INTO successors (old_id, new_id) VALUES
 ('open-ai', 'openai'),
 ('news-corp-openai', 'news-corp-openai-2024');
