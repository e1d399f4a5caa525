"""The command `champlibre`. Says what it does, asks nobody, ends with 0 or with a sentence that says what to do."""

import champlibre.green  # isort: skip # noqa: F401 - makes the process green before anything else is imported
from champlibre.command import champlibre as main

if __name__ == "__main__":
    main(prog_name="champlibre")
