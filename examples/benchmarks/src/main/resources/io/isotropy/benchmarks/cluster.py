# The k-means of ClusterSideBySide in scikit-learn. Standard input brings the vectors as float32, then a line for each time they are to be
# clustered; standard output answers with the inertia.
import os
import sys

threads, rows, size, clusters, iterations = map(int, sys.argv[1:])
for variable in "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS":
    os.environ[variable] = str(threads)  # before NumPy loads them

import numpy as np
from sklearn.cluster import KMeans

data = np.frombuffer(sys.stdin.buffer.read(4 * rows * size), dtype=np.float32).reshape(rows, size)
for seed, _ in enumerate(sys.stdin.buffer):
    means = KMeans(clusters, init="k-means++", n_init=1, max_iter=iterations, tol=0, algorithm="lloyd", random_state=seed)
    print(means.fit(data).inertia_, flush=True)
