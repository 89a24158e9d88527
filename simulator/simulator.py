"""The simulator: a backend with a server in front of it."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from aiohttp import web

from .backend import Backend
from .control import ControlApi
from .server import ApiServer

# Calls that are still being answered get this long when the server goes down.
_SHUTDOWN_SECONDS = 1.0


class Simulator(Backend):
    """A Shell EV API server for tests, the demo and benchmarks."""

    def app(self) -> web.Application:
        """Give the API and the control API as one application."""
        app = web.Application()
        ControlApi(self).add_to(app)
        ApiServer(self).add_to(app)
        return app

    @asynccontextmanager
    async def serve(
        self, port: int = 0, host: str = "127.0.0.1"
    ) -> AsyncGenerator[str]:
        """Serve on a real socket and give the address; port 0 takes a free one."""
        runner = web.AppRunner(
            self.app(),
            access_log=None,
            # A caller that goes away ends the work for it: a hanging call does not outlive its caller.
            handler_cancellation=True,
            shutdown_timeout=_SHUTDOWN_SECONDS,
        )
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
            yield f"http://{host}:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()
