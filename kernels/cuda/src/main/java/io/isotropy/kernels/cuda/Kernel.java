package io.isotropy.kernels.cuda;

/** The kernels by file and name, with the number of their parameters: a test compares them with the PTX. */
enum Kernel {
    GEMM_FP32_128("gemm_fp32", "gemm128", 18),
    GEMM_FP32_64("gemm_fp32", "gemm64", 18),
    GEMV("gemm_fp32", "gemv", 6),
    GEMV_BYTES("gemm_fp32", "gemvBytes", 6),
    GEMM_TF32_NN_128("gemm_tensor", "gemmTf32NN128", 18),
    GEMM_TF32_NT_128("gemm_tensor", "gemmTf32NT128", 18),
    GEMM_TF32_TN_128("gemm_tensor", "gemmTf32TN128", 18),
    GEMM_TF32_TT_128("gemm_tensor", "gemmTf32TT128", 18),
    GEMM_TF32_NN_64("gemm_tensor", "gemmTf32NN64", 18),
    GEMM_TF32_NT_64("gemm_tensor", "gemmTf32NT64", 18),
    GEMM_TF32_TN_64("gemm_tensor", "gemmTf32TN64", 18),
    GEMM_TF32_TT_64("gemm_tensor", "gemmTf32TT64", 18),
    GEMM_BF16_NN_128("gemm_tensor", "gemmBf16NN128", 18),
    GEMM_BF16_NT_128("gemm_tensor", "gemmBf16NT128", 18),
    GEMM_BF16_TN_128("gemm_tensor", "gemmBf16TN128", 18),
    GEMM_BF16_TT_128("gemm_tensor", "gemmBf16TT128", 18),
    GEMM_BF16_NN_64("gemm_tensor", "gemmBf16NN64", 18),
    GEMM_BF16_NT_64("gemm_tensor", "gemmBf16NT64", 18),
    GEMM_BF16_TN_64("gemm_tensor", "gemmBf16TN64", 18),
    GEMM_BF16_TT_64("gemm_tensor", "gemmBf16TT64", 18),
    HOPPER_TF32_NN("gemm_hopper", "hopperTf32NN", 18),
    HOPPER_TF32_NT("gemm_hopper", "hopperTf32NT", 18),
    HOPPER_TF32_TN("gemm_hopper", "hopperTf32TN", 18),
    HOPPER_TF32_TT("gemm_hopper", "hopperTf32TT", 18),
    HOPPER_BF16_NN("gemm_hopper", "hopperBf16NN", 18),
    HOPPER_BF16_NT("gemm_hopper", "hopperBf16NT", 18),
    HOPPER_BF16_TN("gemm_hopper", "hopperBf16TN", 18),
    HOPPER_BF16_TT("gemm_hopper", "hopperBf16TT", 18),
    UNARY("elementwise", "unary", 4),
    UNARY_GRADIENT("elementwise", "unaryGradient", 6),
    DROPOUT("elementwise", "dropout", 8),
    BINARY("elementwise", "binary", 10),
    AFFINE("elementwise", "affine", 5),
    FILL("elementwise", "fill", 3),
    GATHER_STRIDED("elementwise", "gatherStrided", 12),
    SCATTER_STRIDED("elementwise", "scatterStrided", 12),
    REDUCE_ROWS("reductions", "reduceRows", 7),
    REDUCE_COLUMNS("reductions", "reduceColumns", 6),
    ADD_PIECES("reductions", "addPieces", 8),
    ARG_MAX("reductions", "argMax", 4),
    DOT_ROWS("reductions", "dotRows", 5),
    SOFTMAX("normalization", "softmax", 4),
    LOG_SOFTMAX("normalization", "logSoftmax", 4),
    LAYER_NORM("normalization", "layerNorm", 10),
    L2_NORMALIZE("normalization", "l2Normalize", 5),
    SOFTMAX_GRADIENT("normalization", "softmaxGradient", 5),
    LOG_SOFTMAX_GRADIENT("normalization", "logSoftmaxGradient", 5),
    L2_NORMALIZE_GRADIENT("normalization", "l2NormalizeGradient", 7),
    LAYER_NORM_GRADIENT("normalization", "layerNormGradient", 9),
    LAYER_NORM_SUMS("normalization", "layerNormSums", 9),
    GATHER_ROWS("embedding", "gatherRows", 6),
    SCATTER_ROWS("embedding", "scatterRows", 7),
    ATTEND("attention", "attend", 20),
    ATTENTION_DELTAS("attention", "attentionDeltas", 7),
    QUERY_GRADIENT("attention", "queryGradient", 23),
    KEY_VALUE_GRADIENT("attention", "keyValueGradient", 24),
    ATTEND_TF32_32("attention_tf32", "attendTf32D32", 20),
    QUERY_GRADIENT_TF32_32("attention_tf32", "queryGradientTf32D32", 23),
    KEY_VALUE_GRADIENT_TF32_32("attention_tf32", "keyValueGradientTf32D32", 24),
    ATTEND_TF32_64("attention_tf32", "attendTf32D64", 20),
    QUERY_GRADIENT_TF32_64("attention_tf32", "queryGradientTf32D64", 23),
    KEY_VALUE_GRADIENT_TF32_64("attention_tf32", "keyValueGradientTf32D64", 24),
    ATTEND_TF32_128("attention_tf32", "attendTf32D128", 20),
    QUERY_GRADIENT_TF32_128("attention_tf32", "queryGradientTf32D128", 23),
    KEY_VALUE_GRADIENT_TF32_128("attention_tf32", "keyValueGradientTf32D128", 24),
    ATTEND_BF16_32("attention_bf16", "attendBf16D32", 20),
    QUERY_GRADIENT_BF16_32("attention_bf16", "queryGradientBf16D32", 23),
    KEY_VALUE_GRADIENT_BF16_32("attention_bf16", "keyValueGradientBf16D32", 24),
    ATTEND_BF16_64("attention_bf16", "attendBf16D64", 20),
    QUERY_GRADIENT_BF16_64("attention_bf16", "queryGradientBf16D64", 23),
    KEY_VALUE_GRADIENT_BF16_64("attention_bf16", "keyValueGradientBf16D64", 24),
    ATTEND_BF16_128("attention_bf16", "attendBf16D128", 20),
    QUERY_GRADIENT_BF16_128("attention_bf16", "queryGradientBf16D128", 23),
    KEY_VALUE_GRADIENT_BF16_128("attention_bf16", "keyValueGradientBf16D128", 24),
    SEGMENT_POOL("pooling", "segmentPool", 5),
    SEGMENT_POOL_GRADIENT("pooling", "segmentPoolGradient", 6),
    CROSS_ENTROPY("cross_entropy", "crossEntropy", 8),
    CROSS_ENTROPY_GRADIENT("cross_entropy", "crossEntropyGradient", 9),
    COUPLE("coupling", "couple", 11),
    COUPLE_GRADIENT("coupling", "coupleGradient", 12),
    COUPLE_FACTOR_SUMS("coupling", "coupleFactorSums", 11),
    ADAM("optimization", "adam", 10),
    SGD("optimization", "sgd", 9),
    ADA_GRAD("optimization", "adaGrad", 5),
    LOGISTIC_STEPS("word_training", "logisticSteps", 20),
    SOFTMAX_STEPS("word_training", "softmaxSteps", 12),
    GLOVE_STEPS("word_training", "gloveSteps", 14);

    private final String file;
    private final String entry;
    private final int parameters;

    Kernel(String file, String entry, int parameters) {
        this.file = file;
        this.entry = entry;
        this.parameters = parameters;
    }

    String file() {
        return file;
    }

    String entry() {
        return entry;
    }

    int parameters() {
        return parameters;
    }
}
