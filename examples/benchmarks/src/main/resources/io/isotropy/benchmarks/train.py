# The trainings of TrainingSteps in PyTorch, with transformers' BERT: prints the median, best and first seconds of a step and the peak memory in MiB.
import resource
import sys
import time

import torch
from transformers import BertConfig, BertForMaskedLM, BertModel

name, threads, texts, tokens, vocabulary, masked, steps = sys.argv[1], *map(int, sys.argv[2:])
torch.set_num_threads(threads)
torch.manual_seed(1)
kind, size = name.split("-")
layers, hidden = map(int, size.split("x"))
config = BertConfig(
    vocab_size=vocabulary, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=12 if hidden == 384 else 4,
    intermediate_size=4 * hidden)
ids = torch.randint(0, vocabulary, (texts, tokens))
places = torch.randperm(texts * tokens)[:masked].sort().values
if kind.startswith("simcse"):
    model = BertModel(config, add_pooling_layer=False)
else:
    model = BertForMaskedLM(config)
model.train()
optimizer = torch.optim.AdamW(model.parameters(), lr=5e-5, weight_decay=0.01, fused=True)


def sim_cse():
    states = model(input_ids=torch.cat([ids, ids])).last_hidden_state
    vectors = states[:, 0] if kind == "simcse" else states.mean(1)
    vectors = torch.nn.functional.normalize(vectors, dim=-1)
    return torch.nn.functional.cross_entropy(20 * vectors[:texts] @ vectors[texts:].T, torch.arange(texts))


def masked_language():
    states = model.bert(input_ids=ids).last_hidden_state.reshape(-1, hidden)[places]
    return torch.nn.functional.cross_entropy(model.cls(states), ids.reshape(-1)[places])


def step():
    start = time.perf_counter()
    optimizer.zero_grad(set_to_none=True)
    loss = sim_cse() if kind.startswith("simcse") else masked_language()
    loss.backward()
    optimizer.step()
    loss.item()
    return time.perf_counter() - start


first = step()
step()
seconds = sorted(step() for _ in range(steps))
print(seconds[steps // 2], seconds[0], first, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
