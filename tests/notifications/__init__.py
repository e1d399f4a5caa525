"""The notifications service, rule by rule."""
