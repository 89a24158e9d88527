"""What a demo remembers from one start to the next."""

from pathlib import Path
import socket

import pytest

from scripts.demo_app.children import HOST, DemoError, free_port
from scripts.demo_app.state import remembered_ports

pytestmark = pytest.mark.usefixtures("socket_enabled")


@pytest.mark.parametrize("noted", [None, "", "no port"])
def test_the_port_of_the_first_start_is_that_of_all(
    tmp_path: Path, noted: str | None
) -> None:
    """Also where a start was cut short while it noted the port, or the disk was full."""
    memory = tmp_path / "simulator.port"
    if noted is not None:
        memory.write_text(noted)
    first = remembered_ports(tmp_path).simulator
    assert remembered_ports(tmp_path).simulator == first == int(memory.read_text())
    assert list(tmp_path.iterdir()) == [memory]


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    """The account would call a stranger: the demo says what to do, and keeps the port."""
    port = free_port()
    (tmp_path / "simulator.port").write_text(str(port))
    with socket.create_server((HOST, port)), pytest.raises(DemoError, match="--fresh"):
        remembered_ports(tmp_path)
    assert remembered_ports(tmp_path).simulator == port
