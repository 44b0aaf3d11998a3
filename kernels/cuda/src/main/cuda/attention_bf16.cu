// Attention with products in bfloat16, for heads of at most 32, 64 and 128 dimensions. A file of its own, since the driver translates whole files.
#include "attention_tensor.cuh"

ATTENTION_TENSOR(Bf16D32, true, 32)
ATTENTION_TENSOR(Bf16D64, true, 64)
ATTENTION_TENSOR(Bf16D128, true, 128)
