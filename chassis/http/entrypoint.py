"""`@serves("gateway")`: a service's method answers every HTTP request to the address in its settings.

    class Gateway(Service):
        name = "gateway"

        @serves("gateway")
        def handle(self, request: Request) -> Response: ...

The method runs in a nameko worker, within the trace of the request. No exception in it ends the container.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import eventlet
from eventlet.event import Event
from nameko.extensions import Entrypoint
from werkzeug.wrappers import Request, Response

from chassis.http.front import TRACEPARENT, Front
from chassis.http.limits import Limits
from chassis.http.listener import Listener
from chassis.http.problems import Refused


class Serves(Entrypoint):
    """The entrypoint. Closes the door and answers the rest before the container awaits its workers."""

    def __init__(self, name: str, limits: Limits | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._name, self._limits = name, limits

    def setup(self) -> None:
        settings = self.container.config["settings"]
        web = getattr(settings, self._name)
        self._limits = self._limits or Limits(body_bytes=settings.max_body_bytes)
        front = Front(self._name, self.answer, self._limits, secure=web.public_url.startswith("https:"))
        self.listener = Listener(web.listen, front, self._name, self._limits)
        self.listener.open()

    def start(self) -> None:
        self.listener.start()

    def stop(self) -> None:
        self.listener.stop()

    def kill(self) -> None:
        self.listener.kill()

    def answer(self, request: Request) -> Response:
        """Have a worker answer.

        Raises:
            Refused: 503 `busy` when too many wait already, 503 `too_slow` after `request_seconds`.
        """
        assert self._limits is not None
        # nameko offers no public way to see how many wait for a worker, nor to end one
        if self.container._worker_pool.waiting() >= self._limits.queued:  # noqa: SLF001
            raise Refused(503, "busy")
        answered = Event()
        worker = None
        try:
            with eventlet.Timeout(self._limits.request_seconds, Refused(503, "too_slow")):
                worker = self.container.spawn_worker(
                    self,
                    (request,),
                    {},
                    context_data={"traceparent": request.environ[TRACEPARENT]},
                    handle_result=partial(_hand_over, answered),
                )
                return answered.wait()  # type: ignore[no-any-return]
        except Refused:
            thread = self.container._worker_threads.get(worker)  # noqa: SLF001
            if thread is not None:
                thread.kill()
            raise


#: Give every request to the address `settings.<name>.listen` to the decorated method.
serves = Serves.decorator


def _hand_over(answered: Event, _worker: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
    answered.send(result, exc_info)
    return result, exc_info
