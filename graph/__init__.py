"""The graph: readings and the register in, nodes, edges and evidence in rightswire.db out. Knows no spaCy."""
