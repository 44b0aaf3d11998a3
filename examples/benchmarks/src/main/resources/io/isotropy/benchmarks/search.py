# The search of SearchSideBySide in NumPy: scores in float, the best ten of each query. Standard input brings unit vectors and queries as
# float32, then a line for each search; standard output answers with the first query's best row.
import os
import sys

threads, rows, size, queries = map(int, sys.argv[1:])
for variable in "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS":
    os.environ[variable] = str(threads)  # before NumPy loads them

import numpy as np


def floats(count):
    return np.frombuffer(sys.stdin.buffer.read(4 * count * size), dtype=np.float32).reshape(count, size)


vectors, asked = floats(rows), floats(queries)
for _ in sys.stdin.buffer:
    scores = asked @ vectors.T
    best = np.argpartition(scores, -10, axis=1)[:, -10:]
    order = np.argsort(-np.take_along_axis(scores, best, axis=1), axis=1)
    print(np.take_along_axis(best, order, axis=1)[0, 0], flush=True)
