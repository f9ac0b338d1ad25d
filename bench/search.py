"""Run the product's search over a public collection; `python bench/search.py run COLLECTION.json OUT.trec`."""

import sys
from pathlib import Path

if __name__ == "__main__":
    # A script's own folder is no package.
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    from bench.collection import main

    main()
