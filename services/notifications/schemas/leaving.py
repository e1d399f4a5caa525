"""What is asked by the link in a letter. Never queries."""

from __future__ import annotations

from marshmallow import fields, validate

from chassis.schema import Schema


class LeaveAsked(Schema):
    """The link that somebody opened to be written to no longer."""

    token = fields.String(required=True, validate=validate.Length(1, 200))
