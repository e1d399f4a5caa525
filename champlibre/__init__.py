"""The command `champlibre`: which services run on this node, migrate, check, demo, dead letters."""

__version__ = "0.1.0"
