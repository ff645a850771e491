"""Rightswire's command line, settings and nightly run: the only package that imports every stage."""
