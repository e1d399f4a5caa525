"""The gateway on the bus and on HTTP. Holds no `if` and no state but the cities' public keys."""

from __future__ import annotations

from typing import Any, ClassVar

from nameko.extensions import DependencyProvider
from werkzeug.wrappers import Request, Response

from chassis.http import serves
from chassis.rpc import Rpc
from chassis.service import Service
from gateway.app import App


class Face(DependencyProvider):
    """Gives the service its `App`, one for the process."""

    def setup(self) -> None:
        self.app = App(self.container.config["settings"])

    def get_dependency(self, worker_ctx: Any) -> App:
        return self.app


class Gateway(Service):
    """The public HTTP face: the API and the pages."""

    name: ClassVar[str] = "gateway"
    rpc: Any = Rpc()
    face: Any = Face()

    @serves("gateway")
    def handle(self, request: Request) -> Response:
        """Answer one HTTP request."""
        response: Response = self.face.answer(request, self.rpc)
        return response
