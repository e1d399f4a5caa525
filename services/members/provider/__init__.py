"""Speak with the city's OpenID Connect provider: where to send people, and whom it says came back.

transport.py  HTTP with an end: in time, in size, without redirects
knowledge.py  what the provider publishes of itself, and its keys, kept for an hour
answers.py    the authorization code flow

Knows no member, opens no transaction.

Source: OpenID Connect Core 1.0 and Discovery 1.0; RFC 6749, 7636 (PKCE), 8414, 9207 (`iss`), 9700.
"""

from services.members.provider.answers import Provider, provider_of

__all__ = ["Provider", "provider_of"]
