"""What asks for a card's sessions with the official SDK: ``python -I -S sdk_caller.py FOLDER URL``.

It speaks as ``callers.py`` does, in a Python isolated from this project's packages. The SDK blocks
whoever calls it; several calls at a time take a thread each, as Home Assistant would give them.
"""

from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
import re
import sys
from time import process_time
from typing import Any
import uuid

TARGET, BASE = sys.argv[1:3]
CARD = "NL-TNM-C00122045-K"


def client(token: object = None) -> Any:
    """Make a client whose every base address is the simulator's."""
    configuration = import_module("shellev.configuration").Configuration
    credentials = import_module("shellev.http.auth.o_auth_2")
    for servers in configuration.environments.values():
        for server, address in servers.items():
            servers[server] = re.sub("^https://[^/]+", BASE, address)
    return import_module("shellev.shellev_client").ShellevClient(
        client_credentials_auth_credentials=credentials.ClientCredentialsAuthCredentials(
            o_auth_client_id="demo-client",
            o_auth_client_secret="demo-secret",
            o_auth_token=token,
        )
    )


def main() -> None:
    """Ask whenever told to."""
    sys.path.insert(0, TARGET)
    api = client(client().bearer_auth.fetch_token()).charging

    def call(_: int) -> object:
        return api.active(str(uuid.uuid4()), CARD)

    with ThreadPoolExecutor(32) as threads:
        for line in sys.stdin:
            calls, together = map(int, line.split())
            # `map` gives all out at once; the pool takes as many at a time as are wanted.
            rounds = [range(together)] * (calls // together)
            list(threads.map(call, range(together)))
            began = process_time()
            for each in rounds:
                if together == 1:
                    call(0)
                else:
                    list(threads.map(call, each))
            print((process_time() - began) * 1000 / calls, flush=True)


main()
