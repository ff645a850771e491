"""Reading: an article's text in, mentions and facts with their evidence out.

A pure function: no network, no database, no clock. The same document, model and vocabulary give the same reading.
"""
