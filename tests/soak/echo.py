"""A bare echo server on the same uvicorn and the same WebSocket, to hold a stubbed one against.

By `python -m tests.soak.echo`: one JSON line says where it listens; it serves until standard input
ends.
"""

import json
import sys
import threading

import uvicorn
from starlette.types import Receive, Scope, Send

from tests.process import free_port


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Send each text back."""
    if scope["type"] != "websocket":
        return
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": message["text"]})


def main() -> None:
    """Serve until standard input ends."""
    port = free_port()
    config = uvicorn.Config(
        echo, port=port, ws="websockets-sansio", ws_per_message_deflate=False,
        lifespan="off", log_config=None, access_log=False,
    )  # fmt: skip
    server = uvicorn.Server(config)
    serving = threading.Thread(target=server.run)
    serving.start()
    sys.stdout.write(json.dumps({"authority": f"127.0.0.1:{port}", "tokens": []}) + "\n")
    sys.stdout.flush()
    sys.stdin.read()
    server.should_exit = True
    serving.join(20)


if __name__ == "__main__":
    main()
