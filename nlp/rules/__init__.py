"""Rules that turn a parsed article into candidate facts, one module for each family of relations."""
