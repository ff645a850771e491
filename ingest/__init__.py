"""Fetching: feeds and pages in, articles in archive.db out. Knows the network and files, no spaCy and no graph."""
