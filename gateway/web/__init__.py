"""The shared front end: pages rendered here, for every city, in three languages.

Owns      nothing: every fact is asked of a service, every page stands without JavaScript.
Reads     its templates, translations and static files, once, at start.
Never     imports a database, writes a file, or sends a browser to another origin.
"""

from gateway.web.refusals import refuse
from gateway.web.routes import ROUTES

__all__ = ["ROUTES", "refuse"]
