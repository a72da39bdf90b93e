"""What one would write without us: sentence-transformers and FAISS, in ten lines, and its times.

Runs with the Python of .venv-models and imports nothing of ours. Arguments: the model's folder,
and a JSON file with the texts to search, or a .npy with their unit vectors (n, dimensions).
"""

import json
import sys
import time


def main() -> None:
    """Load, say so, index the texts, then answer lines as passes.py does, a group as one text."""
    import faiss
    import numpy
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(sys.argv[1])
    sys.stdout.write('{"ready": true}\n')
    sys.stdout.flush()
    if sys.argv[2].endswith(".npy"):
        vectors = numpy.load(sys.argv[2])
    else:
        with open(sys.argv[2], encoding="utf-8") as texts:
            vectors = model.encode(json.load(texts), normalize_embeddings=True)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    for line in sys.stdin:
        took = []
        for (text,) in json.loads(line)["groups"]:
            start = time.perf_counter()
            index.search(model.encode([text], normalize_embeddings=True), 3)
            took.append((time.perf_counter() - start) * 1000)
        sys.stdout.write(json.dumps({"ms": took}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
