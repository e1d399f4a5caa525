"""The command `champlibre`: which services run on this node, migrate, check, demo, dead letters."""
