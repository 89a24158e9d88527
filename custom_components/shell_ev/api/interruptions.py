"""Ctrl-C, a window that is closed, a shutdown: each asks the work to end, and none ends it by force."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
import signal
from threading import current_thread, main_thread
from typing import Final

_SIGNALS: Final = tuple(
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP")
    if hasattr(signal, name)  # Windows closes no window with SIGHUP
)


@contextmanager
def cancelled_by_signals() -> Generator[None]:
    """Cancel the running task whenever the process is asked to end, as often as it is asked.

    asyncio's own way breaks off everything at the second Ctrl-C, also the end of a session that
    costs money. What is ignored, as after ``nohup``, stays so.
    """
    if current_thread() is not main_thread():  # no signal comes to it
        yield
        return
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    assert task is not None
    earlier = {
        number: handler
        for number in _SIGNALS
        if (handler := signal.getsignal(number)) is not signal.SIG_IGN
    }
    for number in earlier:
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(task.cancel))
    try:
        yield
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)
