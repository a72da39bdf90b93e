"""Times the bare encoder passes: one JSON line of groups of texts in, their milliseconds out.

Run on its own in a fresh process, so that nothing but the encoder is in it.
"""

import json
import sys
import time

from sidecar_server.encoders import load_encoder


def main() -> None:
    """Answer each line `{"groups": [[text…]…]}` with `{"ms": […]}`, a group's passes summed."""
    encoder = load_encoder()
    encoder.encode(["warm"])
    sys.stdout.write('{"ready": true}\n')
    sys.stdout.flush()
    for line in sys.stdin:
        took = []
        for group in json.loads(line)["groups"]:
            start = time.perf_counter()
            for text in group:
                encoder.encode([text])
            took.append((time.perf_counter() - start) * 1000)
        sys.stdout.write(json.dumps({"ms": took}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
