"""What was learned from annotated articles: names and relations, by a small encoder that runs on the CPU."""
