# The RealNVP of FlowSideBySide in PyTorch. Standard input brings data and first parameters as float32, then a line for each step that
# is wanted; standard output answers with its loss.
import math
import sys

import torch

threads, width, rows, size, batch, couplings = map(int, sys.argv[1:])
torch.set_num_threads(threads)
half = size // 2


def floats(*shape):
    count = math.prod(shape)
    return torch.frombuffer(bytearray(sys.stdin.buffer.read(4 * count)), dtype=torch.float32).reshape(shape)


def parameter(*shape):
    return torch.nn.Parameter(floats(*shape))


def linear(inputs, outputs):
    layer = torch.nn.Linear(inputs, outputs)
    layer.weight = parameter(outputs, inputs)
    layer.bias = parameter(outputs)
    return layer


class Coupling(torch.nn.Module):
    def __init__(self, swapped):
        super().__init__()
        self.swapped = swapped
        self.bias = parameter(size)
        self.log_scale = parameter(size)
        self.network = torch.nn.Sequential(
            linear(half, width), torch.nn.ReLU(), linear(width, width), torch.nn.ReLU(), linear(width, size))
        self.factor = parameter(half)

    def forward(self, x):
        x = (x + self.bias) * self.log_scale.exp()
        kept, changed = x.chunk(2, 1)
        if self.swapped:
            kept, changed = changed, kept
        raw, shift = self.network(kept).chunk(2, 1)
        log = torch.tanh(raw) * self.factor
        changed = changed * log.exp() + shift
        y = torch.cat((changed, kept) if self.swapped else (kept, changed), 1)
        return y, self.log_scale.sum() + log.sum(1)


data = floats(rows, size)
flow = torch.nn.ModuleList([Coupling(i % 2 == 1) for i in range(2 * couplings)])
optimizer = torch.optim.Adam(flow.parameters(), 1e-3, fused=True)


def step(i):
    x = data[torch.arange(i * batch, (i + 1) * batch) % rows]
    log_determinant = 0
    for j, layer in enumerate(flow):
        if j == couplings:
            x = x.reshape(-1, half, 2).transpose(1, 2).reshape(-1, size)
        x, more = layer(x)
        log_determinant = log_determinant + more
    loss = -(-0.5 * (x * x).sum(1) - 0.5 * size * math.log(2 * math.pi) + log_determinant).mean() / size
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


for i, _ in enumerate(sys.stdin.buffer):
    print(step(i), flush=True)
