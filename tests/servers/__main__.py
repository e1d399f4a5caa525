"""`python -m tests.servers`: install what is missing, or say what to do."""
from __future__ import annotations

import sys

from tests.servers import binaries

if __name__ == "__main__":
    try:
        for line in binaries.ensure():
            print(line)
    except binaries.MissingError as missing:
        sys.exit(str(missing))
