"""The command `champlibre`. Says what it does, asks nobody, ends with 0 or with a sentence that says what to do."""

from champlibre import green  # isort: skip # noqa: F401 - makes the process green before anything else is imported
import os

from champlibre.command import champlibre


def main() -> None:
    """Run the command. What a node writes is its own: people, letters, keys."""
    os.umask(0o077)
    champlibre(prog_name="champlibre")


if __name__ == "__main__":
    main()
