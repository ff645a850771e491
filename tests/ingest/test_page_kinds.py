"""Pages that stand in for an article are told by kind, and articles about such pages are taken as articles."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ingest.article import article_from_page
from ingest.model import FeedEntry, Fetched
from rightswire.errors import PageError

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LINK = "https://wire.example/news/2026/story"
ENTRY = FeedEntry(LINK, LINK, "Title of the feed", None, "", "", "Example Wire")
S = [
    "The publisher sued the maker of the chatbot in federal court on Friday over the copying of its articles.",
    "The complaint says that thousands of articles were used for training without a licence or any payment.",
    "A spokesman for the company said on Friday that it had not seen the complaint and would not comment on it.",
    "Judge Ellen Marsh, to whom the case was given, has two similar suits before her and may join the three.",
    "The publisher asks for damages for each work and for an order to destroy the models that learnt from them.",
    "Talks about a licence went on for most of the year and ended in August, according to people close to them.",
]
TEASER = f"<p>{S[0]}</p><p>{S[1]}</p>"
STORY = "".join(f"<p>{text}</p>" for text in S)
LONG = STORY + "".join(
    f"<p>In the {n}th of its claims, the complaint goes on to say: {text}</p>" for n in range(4, 9) for text in S[:3]
)
ARTICLE_TYPE = '<meta property="og:type" content="article">'


def doc(title: str, body: str, head: str = "") -> str:
    return f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def story(body: str, head: str = "", title: str = "Publisher sues chatbot maker") -> str:
    return doc(title, f"<article><h1>{title}</h1>{body}</article>", head)


def data(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", **values})}</script>'


FREE, LOCKED = data(isAccessibleForFree=True), data(isAccessibleForFree=False)
GATED = data(
    isAccessibleForFree=False,
    hasPart={"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".paid-part"},
)

# what it is, page, reason
STAND_INS = [
    # challenges
    ("cloudflare", doc("Just a moment...", "<div id='challenge-error-text'>Enable JavaScript and cookies to continue</div><script>window._cf_chl_opt={cType:'managed'}</script>"), "bot challenge"),
    ("cloudflare, by its script alone", doc("wire.example", "<h2>wire.example</h2><p>Please wait a little while until this is done.</p><script>window._cf_chl_opt={}</script>"), "bot challenge"),
    ("cloudflare in words", doc("One more step | wire.example", "<p>wire.example needs to review the security of your connection before proceeding.</p><p>Performance &amp; security by Cloudflare</p>"), "bot challenge"),
    ("turnstile", doc("wire.example", "<main><p>Verify you are human by completing the action below.</p><div class='cf-turnstile'></div></main>"), "bot challenge"),
    ("datadome", doc("wire.example", "<p>Please enable JS and disable any ad blocker</p><script src='https://geo.captcha-delivery.com/captcha/?x'></script>"), "bot challenge"),
    ("datadome, a frame only", doc("wire.example", "<iframe src='https://geo.captcha-delivery.com/captcha/?initialCid=1'></iframe>"), "bot challenge"),
    ("perimeterx", doc("Access to this page has been denied", "<p>Access to this page has been denied because we believe you are using automation tools to browse the website.</p><div id='px-captcha'></div>"), "bot challenge"),
    ("press and hold", doc("wire.example", "<p>Press &amp; Hold to confirm you are a human (and not a bot).</p><p>Reference ID 9f2c</p>"), "bot challenge"),
    ("akamai", doc("wire.example", "<div id='sec-if-cpt-container'></div><script src='/x?bm-verify=AAQ'></script>"), "bot challenge"),
    ("incapsula", doc("wire.example", "<iframe id='main-iframe-incapsula' src='/_Incapsula_Resource?incident_id=1'>Request unsuccessful. Incapsula incident ID: 1-2</iframe>"), "bot challenge"),
    ("imperva", doc("Pardon Our Interruption", "<p>As you were browsing something about your browser made us think you were a bot. There are a few reasons this might happen.</p>"), "bot challenge"),
    ("aws", doc("Human Verification", "<script>window.gokuProps={};AwsWafIntegration.getToken()</script>"), "bot challenge"),
    ("a search engine's", doc("Sorry...", "<p>Our systems have detected unusual traffic from your computer network. This page checks to see if it's really you.</p>"), "bot challenge"),
    ("a plain captcha", doc("Security check", "<p>Complete the security check to access wire.example</p><form><img src='c.png' alt='captcha'></form>"), "bot challenge"),
    ("vercel", doc("Vercel Security Checkpoint", "<p>We're verifying your browser</p>"), "bot challenge"),
    # refusals
    ("akamai's refusal", doc("Access Denied", "<h1>Access Denied</h1><p>You don't have permission to access \"http://wire.example/news\" on this server.</p><p>Reference #18.2d https://errors.edgesuite.net/18.2d</p>"), "block page"),
    ("cloudflare's refusal", doc("Attention", "<h1>Sorry, you have been blocked</h1><p>You are unable to access wire.example</p><div class='cf-error-details'></div>"), "block page"),
    ("nginx", doc("403 Forbidden", "<center><h1>403 Forbidden</h1></center><p>The server understood what was asked for and will not do it.</p>"), "block page"),
    ("for Europeans", doc("451", "<p>We recognise you are attempting to access this website from a country belonging to the European Economic Area and therefore cannot grant you access at this time.</p>"), "block page"),
    ("maintenance", doc("Site maintenance", "<p>We are temporarily down for maintenance and will be back with the news in a short while.</p>"), "block page"),
    ("cloudfront", doc("ERROR: The request could not be satisfied", "<h1>403 ERROR</h1><p>Request blocked. We can't connect to the server for this app.</p><p>Generated by cloudfront (CloudFront)</p>"), "block page"),
    # consent
    ("google", doc("Before you continue", "<p>We use cookies and data to deliver and maintain our services and to track outages.</p><form action='https://consent.google.com/save'><button>Reject all</button></form>"), "consent wall"),
    ("a wall of partners", doc("We value your privacy", "<p>We and our 842 partners store and/or access information on a device, such as cookies.</p><p>You can change your choices at any time by returning to this site.</p>"), "consent wall"),
    ("a long one", doc("Your story", "<main>" + "".join(f"<p>For purpose {n}, we and our partners process data such as addresses and identifiers on the ground of legitimate interest, to which you may object in the list of vendors.</p>" for n in range(14)) + "</main>"), "consent wall"),
    ("a family of brands", doc("Yahoo is part of the Yahoo family of brands", "<p>If you click 'Accept all', we and our partners will store and access information on your device.</p>"), "consent wall"),
    ("pay or consent", doc("wire.example", "<p>Read on with advertising: this website uses cookies and the like. By clicking Accept you agree to it.</p><p>Manage preferences or withdraw your consent at any time.</p>"), "consent wall"),
    # logins
    ("a form", doc("wire.example", "<form><p>Read more with your account at the newspaper you like.</p><input type='email'><input type='Password'></form>"), "login page"),
    ("by its title", doc("Sign in | Example Wire", "<p>Use the mail address with which you became a reader of this newspaper.</p>"), "login page"),
    ("by what it says", doc("Example Wire", "<p>You must be logged in to see what is here, and this takes a minute.</p><p>Forgot your password?</p>"), "login page"),
    # gone
    ("by its title", doc("Page not found | Example Wire", "<p>Here are other stories that our readers liked this week and last.</p>"), "soft 404"),
    ("by what it says", doc("Example Wire", "<h1>Sorry</h1><p>The page you are looking for may have been removed, had its name changed, or is unavailable.</p>"), "soft 404"),
    ("by its class", doc("Example Wire", "<div class='error404'><p>Nothing is here. Would you like to look for it in our archive of stories?</p></div>"), "soft 404"),
    ("an article withdrawn", doc("Example Wire", "<p>This article is no longer available. Agencies ask us to take their stories down after thirty days.</p>"), "soft 404"),
    ("with stories to read instead", doc("404", "<p>Oops! That page could not be found, so here are stories that others read.</p><ul><li>Rain in the north</li><li>A match ends in a draw</li></ul>"), "soft 404"),
    # shells
    ("react", doc("Example Wire", "<noscript>You need to enable JavaScript to run this app.</noscript><div id='root'></div><script src='/main.js'></script>"), "needs JavaScript"),
    ("an empty root", doc("Example Wire", "<div id='__next'></div><script src='/main.js'></script>"), "needs JavaScript"),
    ("in words", doc("Example Wire", "<p>Please enable JavaScript to view the story that you have asked us for.</p>"), "needs JavaScript"),
    ("JavaScript is not available", doc("X", "<h1>JavaScript is not available.</h1><p>We've detected that JavaScript is disabled in your browser. Switch to a supported one.</p>"), "needs JavaScript"),
    # paywalls
    ("a teaser, not free", story(TEASER, LOCKED), "paywall"),
    ("a teaser and an offer", story(TEASER + "<p>Subscribe to continue reading. Already a subscriber? Sign in.</p>"), "paywall"),
    ("a box", story(TEASER + "<div class='c-paywall-prompt'><button>Subscribe</button></div>"), "paywall"),
    ("the paid part is missing", story(TEASER + "<div class='paid-part'></div>", GATED), "paywall"),
    ("fewer words than announced", story(STORY, data(wordCount=1400)), "paywall"),
    ("fewer words than announced, as text", story(STORY, data(wordCount="1400")), "paywall"),
    ("half the words, and not free", story(LONG, data(wordCount=1100, isAccessibleForFree="false")), "paywall"),
    ("by its tier", story(TEASER, '<meta property="article:content_tier" content="locked">'), "paywall"),
    ("a metered page", doc("Publisher sues", f"<article><p>{S[0]}</p><p>You have reached your limit of free articles. Subscribe now to keep reading what matters.</p></article>"), "paywall"),
    ("for paid readers", story(f"<p>{S[0]}</p><p>This post is for paid subscribers</p>"), "paywall"),
    ("long, and an offer at the end", story(LONG + "<p>This article is exclusive to subscribers. Start your free trial to read on.</p>", LOCKED), "paywall"),
    # away, sold, or made for another browser
    ("maintenance", doc("We'll be right back", "<p>Our site is down for scheduled maintenance. Please check back soon. We apologise for the inconvenience.</p>"), "block page"),
    ("a firewall", doc("Sucuri WebSite Firewall - Access Denied", "<p>If you are the site owner (or you manage this site), please whitelist your IP.</p><p>Block reason: Access from your country was disabled by the administrator.</p>"), "block page"),
    ("an old browser", doc("Your browser is not supported", "<p>Please update your browser or switch to a supported browser to view this site properly.</p>"), "block page"),
    ("a parked domain", doc("wire.example is for sale", "<p>This domain is for sale. Buy this domain today. Related searches: copyright lawyers, AI training, lawsuits.</p>"), "parked domain"),
]  # fmt: skip


def read(page: str, final_url: str = LINK, link: str = LINK):
    fetched = Fetched(link, final_url, 200, "text/html; charset=utf-8", page.encode(), NOW)
    return article_from_page(replace(ENTRY, link=link), "https://wire.example/feed", fetched)


@pytest.mark.parametrize(
    ("page", "reason"), [case[1:] for case in STAND_INS], ids=[f"{case[2]}: {case[0]}" for case in STAND_INS]
)
def test_no_article(page: str, reason: str) -> None:
    with pytest.raises(PageError) as caught:
        read(page)
    assert caught.value.reason == reason
    assert caught.value.advice


# what it is, title, paragraphs, head, rest of the body
ARTICLES = [
    ("a domain is sold", "Start-up buys ai.example for a record sum", ["A sign that read \u201cThis domain is for sale\u201d stood at the address for ten years, the broker said on Friday.", *S[:3]], "", ""),
    ("maintenance of a chatbot", "Scheduled maintenance", ["The chatbot was down for scheduled maintenance on Friday when the complaint was filed, the company said.", *S[:4]], ARTICLE_TYPE, ""),
    ("a paywall goes up", "Gazette puts up a paywall", ["The Gazette will ask readers to pay from Monday, its publisher said, ending ten years of free reading.", "Visitors will see five stories a month and then a box that says \u201cSubscribe to continue reading\u201d, she told staff.", *S[1:3]], "", ""),
    ("a paywall and AI", "Chatbots read behind paywalls, study finds", ["Chatbots repeat stories that are for subscribers only, researchers found, though the sites ask crawlers to keep out.", "\"You have reached your limit of free articles\" is what a person sees; the machine saw all of it, they write.", *S[1:4]], FREE, ""),
    ("captchas", "Captchas no longer tell people from machines", ["The boxes that ask visitors to \"verify you are human\" are solved faster by programs than by people, a paper says.", "It tried nine kinds, one that says 'press & hold to confirm' among them, on four hundred people and three models.", *S[2:4]], "", ""),
    ("captchas, in short", "Verify you are human", ["A play of this name opens on Friday, with two actors and a machine that neither of them can quite convince.", *S[:4]], ARTICLE_TYPE, ""),
    ("a column of that name", "Just a moment", ["There is a pause before each answer of the machine, and this column is about what happens to us within it.", *S[:4]], ARTICLE_TYPE, ""),
    ("cookies", "Regulator fines publisher over cookies", ["The regulator fined a publisher because its banner said \u201cAccept all cookies\u201d in green and hid the other choice.", "The law asks that refusing be as easy as agreeing, and that those who refuse see the same stories, it said.", *S[2:4]], "", ""),
    ("cookie walls", "Court allows pay or consent, within limits", ["Newspapers may ask readers to pay or to consent, the court held, where the price is fair and the choice is free.", "The wall said that \"we and our partners store and/or access information on a device\", which the court found vague.", *S[2:4]], "", ""),
    ("robots.txt", "Access denied: publishers shut out crawlers", ["More than half of the newspapers in the study name crawlers of AI companies in robots.txt and turn them away.", "A crawler that comes all the same is told \"403 Forbidden\" by a third of the sites, and by some that it is welcome.", *S[2:4]], "", ""),
    ("bots pay", "Crawlers will have to pay, says network company", ["The company that stands before a fifth of the web will let sites ask a fee of each crawler that wants to come in.", "People who look like robots will go on to see a page that asks them to wait while their browser is checked.", *S[2:4]], "", ""),
    ("404", "404: the lost archive of a newspaper", ["When the Herald closed, forty years of its reporting went with it: each link now says \u201cpage not found\u201d.", "Three librarians have brought back sixty thousand stories, and a company has asked to train a model on them.", *S[1:3]], ARTICLE_TYPE, ""),
    ("logins", "Sign in to the machine, or else", ["The new terms let the company learn from whatever people write once they have logged in, lawyers for authors say.", *S[:4]], ARTICLE_TYPE, ""),
    ("JavaScript", "JavaScript is required, and that is a problem", ["Crawlers of AI companies do not run scripts, a study says, so that sites built on them are never learnt from.", *S[:4]], "", ""),
    ("widgets of a challenge", "Publisher sues chatbot maker", S, "", "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script><div class='cf-turnstile'></div><script src='https://js.datadome.co/tags.js'></script>"),
    ("a hidden login", "Publisher sues chatbot maker", S[:4], "", "<div hidden><form><input type='password'></form></div>"),
    ("a hidden banner", "Publisher sues chatbot maker", S[:4], "", "<div id='cookie-banner'><p>We use cookies. Accept all or reject all.</p></div>"),
    ("a banner that was taken for text", "Publisher sues chatbot maker", [*S, "We use cookies to make this site work, and you can change your choices."], "", ""),
    ("short and free", "Publisher sues", S[:2], FREE, ""),
    ("short, announced so", "Publisher sues", S[:3], data(wordCount=55, isAccessibleForFree=False), ""),
    ("long, said not to be free", "Publisher sues chatbot maker", S * 4, LOCKED, ""),
    ("an offer in the middle", "Publisher sues chatbot maker", [S[0], "Subscribe now to our letter on media and law, which comes on Fridays.", *S[1:]], "", ""),
    ("scripts and an app's root", "Publisher sues chatbot maker", S, "", "<noscript>Please enable JavaScript to view the comments.</noscript><div id='root'></div><script src='/c.js'></script>"),
    ("broken JSON-LD", "Publisher sues chatbot maker", S, "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"isAccessibleForFree\": fal</script>", ""),
    ("odd JSON-LD", "Publisher sues chatbot maker", S, '<script type="application/ld+json">[[{"@graph": [{"@type": ["NewsArticle", null], "wordCount": {"x": 1}, "hasPart": 7, "isAccessibleForFree": null}]}]]</script>', ""),
    ("a paid part that is there", "Publisher sues chatbot maker", [], GATED, f"<article><div class='paid-part'>{STORY}</div></article>"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "texts", "head", "rest"), [case[1:] for case in ARTICLES], ids=[case[0] for case in ARTICLES]
)
def test_articles_about_such_pages_are_articles(title: str, texts: list[str], head: str, rest: str) -> None:
    article = read(story("".join(f"<p>{text}</p>" for text in texts) + rest, head, title))
    assert (article.text_source, article.language, article.title) == ("page", "en", title)
    assert all(text in article.text for text in texts)


# link, where it was redirected to, head, reason (empty for an article)
REDIRECTS = [
    (LINK, "https://wire.example/", "", "soft 404"),
    (LINK, "https://www.wire.example/news", "", ""),
    (LINK, "https://wire.example/news", "", "soft 404"),
    (LINK, "https://wire.example/news/2026/story-2", "", ""),
    (LINK, "https://wire.example/", ARTICLE_TYPE, ""),
    ("https://t.co/abc", "https://wire.example/", "", "soft 404"),
    ("https://t.co/abc", "https://wire.example/news/1", "", ""),
    ("https://t.co/abc", "https://t.co/abc", "", "unresolved link"),
    ("https://wire.example/", "https://wire.example/", "", ""),
    (LINK, "https://wire.example/?p=3", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("link", "final_url", "head", "reason"), REDIRECTS)
def test_redirects_to_something_else(link: str, final_url: str, head: str, reason: str) -> None:
    try:
        found = read(story(STORY, head), final_url, link) and ""
    except PageError as error:
        found = error.reason
    assert found == reason


SHORT_REDIRECTS = [
    ("https://wire.example/login?next=/news/2026/story", "login page"),
    ("https://consent.yahoo.com/v2/collectConsent?x=1", "consent wall"),
    ("https://wire.example/404", "soft 404"),
    ("https://wire.example/subscribe?from=story", "paywall"),
    ("https://validate.perfdrive.com/?ssa=1", "bot challenge"),
]


@pytest.mark.parametrize(("final_url", "reason"), SHORT_REDIRECTS)
def test_short_pages_are_told_by_where_they_lie(final_url: str, reason: str) -> None:
    with pytest.raises(PageError) as caught:
        read(doc("Example Wire", "<p>Come in and be a reader of ours; it takes a minute and no more.</p>"), final_url)
    assert caught.value.reason == reason


LANGUAGES = [
    ("en", " ".join(S)),
    ("de", "Der Verlag hat am Freitag vor einem Gericht gegen den Hersteller des Programms geklagt, weil seine Artikel ohne Erlaubnis kopiert wurden. Das Unternehmen sagte, es habe die Klage noch nicht gesehen und werde sie nicht kommentieren."),
    ("fr", "L'éditeur a porté plainte vendredi contre le fabricant du logiciel, qui aurait copié ses articles sans autorisation. La société dit qu'elle n'a pas encore vu la plainte et ne fera pas de commentaire sur cette affaire."),
    ("es", "La editorial demandó el viernes al fabricante del programa por la copia de sus artículos sin permiso. La empresa dijo que todavía no ha visto la demanda y que no va a comentar el caso por ahora."),
    ("it", "L'editore ha fatto causa venerdì al produttore del programma per la copia dei suoi articoli senza permesso. La società ha detto che non ha ancora visto la causa e che non farà commenti sul caso."),
    ("nl", "De uitgever heeft vrijdag een rechtszaak aangespannen tegen de maker van het programma, omdat die zonder toestemming artikelen zou hebben gekopieerd. Het bedrijf zegt dat het de zaak nog niet heeft gezien."),
    ("pt", "A editora processou na sexta-feira o fabricante do programa por copiar os seus artigos sem autorização. A empresa disse que ainda não viu o processo e que não vai comentar o caso para já."),
    ("ja", "出版社は金曜日、記事を無断で複製したとして人工知能の開発会社を裁判所に訴えた。会社は訴状を見ていないとしてコメントを控えた。"),
    ("zh", "出版商周五在联邦法院起诉聊天机器人的制造商,指控其未经许可复制文章用于训练模型。该公司表示尚未看到诉状,不予置评。"),
    ("ru", "Издатель подал в пятницу иск против разработчика программы за копирование статей без разрешения. Компания сообщила, что ещё не видела иск."),
    ("", "Publisher sues."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), LANGUAGES)
def test_languages(language: str, text: str) -> None:
    from ingest.language import language_of

    assert language_of(text) == language
    assert language_of(text * 3) == language


def test_a_page_in_another_language_is_kept_with_its_reason_and_not_read(web, night, source, item) -> None:
    german = tuple(dict(LANGUAGES)["de"].split(". "))
    feed = source(web.feed("/feed", item(web.page("/a", "Verlag klagt", story=german)), item(web.page("/b"))))
    _, found = night.run(feed)
    assert [(outcome.result, outcome.problem and outcome.problem.reason) for outcome in found] == [
        ("new", "not in English"),
        ("new", None),
    ]
    assert [article.url for article in night.archive.unread(None)] == [web.url("/b")]
    assert night.archive.count_unread("r1") == 1
    row = night.archive._one("SELECT language, text FROM articles WHERE language <> 'en'")
    assert (row["language"], "Freitag" in row["text"]) == ("de", True)


def test_enough_documents_are_tried() -> None:
    assert len(STAND_INS) + len(ARTICLES) + len(REDIRECTS) + len(SHORT_REDIRECTS) >= 60
