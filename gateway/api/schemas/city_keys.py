"""The public keys of a city."""

from __future__ import annotations

from marshmallow import fields

from gateway.api.schemas.kinds import Answer, told


class Jwk(Answer):
    """Une clé publique (RFC 7517, RFC 8037)."""

    kid = fields.String(**told("0191c5ae-3f63-4d5b-a3c8-5f0c4b1f7a10", "Celui que nomme l’en-tête d’un jeton."))
    kty = fields.String(**told("OKP"))
    crv = fields.String(**told("Ed25519", "`Ed25519` vérifie une signature, `X25519` scelle ce que lira la ville."))
    x = fields.String(**told("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"))
    use = fields.String(**told("sig", "`sig` ou `enc`."))
    alg = fields.String(**told("EdDSA", "`EdDSA` ou `ECDH-ES`."))


class JwkSet(Answer):
    """Les clés qui valent, et celle qui vaudra bientôt ; une clé qui n’y est plus ne vérifie plus rien."""

    keys = fields.List(fields.Nested(Jwk))
