"""How the encoder is trained: `make train` (see NOTES.md). Nothing here is needed to read."""
