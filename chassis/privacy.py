"""The version of the privacy notice: the gateway shows its text, members keeps who read which."""

NOTICE_VERSION = "2026-11"
"""It changes with the text, `gateway/web/templates/texts/privacy.*.html`: whoever read an older one is then told."""
