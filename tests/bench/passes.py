"""Times the bare encoder passes: one JSON line of groups of texts in, their milliseconds out.

Given `--paced`, a moment of rest before each, as a server has between two messages.

Run on its own in a fresh process, so that nothing but the encoder is in it.
"""

import json
import sys
import time

from sidecar_server.encoders import load_encoder

REST_S = 0.003


def main() -> None:
    """Answer each line `{"groups": [[text…]…]}` with `{"ms": […]}`, a group's passes summed."""
    encoder = load_encoder()
    encoder.encode(["warm"])
    rest_s = REST_S if "--paced" in sys.argv else 0.0
    sys.stdout.write('{"ready": true}\n')
    sys.stdout.flush()
    for line in sys.stdin:
        took = []
        for group in json.loads(line)["groups"]:
            time.sleep(rest_s)
            start = time.perf_counter()
            for text in group:
                encoder.encode([text])
            took.append((time.perf_counter() - start) * 1000)
        sys.stdout.write(json.dumps({"ms": took}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
