"""Reading: an article's text in, mentions and facts with their evidence out.

A pure function: no network, no database, no clock. The same document, model and vocabulary give the same reading.
"""

import os

# One thread multiplies matrices, set before numpy loads: several give last digits that hang on the number of cores, and
# spend twice the processor's time on waiting for each other. Articles are read side by side by processes.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
