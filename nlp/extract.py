"""From a parsed article to facts: run the rules, merge what they propose, attach attributes."""
from nlp.article import Article
from nlp.model import Fact, Attributes
from nlp.rules.suits import find_suits
RULES=[find_suits]
def extract_facts(article: Article, published):
    out={}
    for rule in RULES:
        for c in rule(article):
            ev=article.layout.evidence(c.sentence.span.start_char,c.sentence.span.end_char)
            for s in c.subjects:
                for o in c.objects:
                    out.setdefault((c.relation,s,o),Fact(c.relation,s,o,c.attributes,(ev,),c.rule,c.confidence))
    return tuple(out.values())
