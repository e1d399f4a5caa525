"""The static files: read once at start, served under a name that holds a hash of their content.

Such a name never changes its meaning, so browsers may keep it for ever. Only the files of `static/` are known:
a request names one of them or nothing. Never touches the disk to answer.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from werkzeug import Request, Response

from chassis.errors import NotFound
from gateway.context import Context

FOLDER = Path(__file__).parent / "static"
PREFIX = "/static/"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True)
class Asset:
    """A static file as it is served."""

    name: str
    content_type: str
    content: bytes
    digest: str


def _read() -> dict[str, Asset]:
    found = {}
    for path in sorted(FOLDER.iterdir()):
        if path.suffix in TYPES:
            content = path.read_bytes()
            digest = hashlib.sha256(content).hexdigest()[:12]
            found[path.name] = Asset(f"{path.stem}.{digest}{path.suffix}", TYPES[path.suffix], content, digest)
    return found


_assets = _read()
_served = {asset.name: asset for asset in _assets.values()}


def url(name: str) -> str:
    """Where the file of that name in `static/` is served; a KeyError is a template's mistake."""
    return PREFIX + _assets[name].name


def content(name: str) -> bytes:
    """What is in the file of that name, for who serves it under another address."""
    return _assets[name].content


def serve(request: Request, _context: Context, name: str) -> Response:
    """The file under its hashed name, to be kept for ever.

    Raises:
        NotFound: `file_unknown`: no such file, or its content has changed since.
    """
    asset = _served.get(name)
    if asset is None:
        raise NotFound("file_unknown", "there is no such static file")
    response = Response(asset.content, content_type=asset.content_type)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.set_etag(asset.digest)
    return response.make_conditional(request)
