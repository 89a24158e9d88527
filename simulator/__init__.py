"""A Shell EV API server for tests, the demo and benchmarks.

It is written from the API's description alone and imports nothing from the integration: two readings
of one contract keep each other honest.
"""

from .audit import AuditRecord
from .settings import Account, Settings
from .simulator import Simulator
from .world import SessionState, SimulatedSession

__all__ = [
    "Account",
    "AuditRecord",
    "SessionState",
    "Settings",
    "SimulatedSession",
    "Simulator",
]
