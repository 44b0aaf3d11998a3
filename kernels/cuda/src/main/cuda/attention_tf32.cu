// Attention with products in TF32, for heads of at most 32, 64 and 128 dimensions. A file of its own, since the driver translates whole files.
#include "attention_tensor.cuh"

ATTENTION_TENSOR(Tf32D32, false, 32)
ATTENTION_TENSOR(Tf32D64, false, 64)
ATTENTION_TENSOR(Tf32D128, false, 128)
