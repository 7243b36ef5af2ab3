"""The step that Training/FineTuningStep.cs does, in PyTorch: the same network, weights, images and loss, and AdamW.

Usage: fine_tuning_step.py FILE THREADS. Prints PyTorch's version; then, for every number of steps that it reads, a line
of JSON: the seconds they took, of the clock and of the processors, the loss before the first, and the resident memory.
"""
import json
import struct
import sys
import time

import numpy
import torch
import torch.nn.functional as F

BLOCKS = {1: 3, 2: 4, 3: 6}
FROZEN = 1  # the stem and this many stages after it


def read(path):
    """A safetensors file: eight bytes of header length, a JSON header, the tensors' bytes."""
    types = {"F32": numpy.float32, "U8": numpy.uint8, "I64": numpy.int64}
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            array = numpy.frombuffer(data[begin:end], types[entry["dtype"]]).reshape(entry["shape"])
            tensors[name] = torch.from_numpy(array.copy())
    return tensors


def pad_to(x, shape):
    channels, rows, columns = (shape[i] - x.shape[i] for i in (1, 2, 3))
    return F.pad(x, (0, columns, 0, rows, 0, channels)) if channels + rows + columns else x


class Network:
    """dlib's ResNet-34 up to its third stage, as Lesion.Learning's DlibResNet34 builds it."""

    def __init__(self, tensors):
        self.images = tensors.pop("images")
        # Convolutions are fastest on the CPU when images and weights alike have their channels last in memory.
        self.weights = {name: t.contiguous(memory_format=torch.channels_last) if t.dim() == 4 else t for name, t in tensors.items()}
        self.trained = [t for name, t in self.weights.items() if name.startswith(("layer2", "layer3", "head.weight", "head.bias"))]
        for t in self.trained:
            t.requires_grad_(True)
        mean, deviation = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
        self.mean, self.scale = (255 * mean).reshape(1, 3, 1, 1), (1 / (255 * deviation)).reshape(1, 3, 1, 1)

    def convolution(self, name, x, stride=1, padding=0):
        return F.conv2d(x, self.weights[name + ".weight"], self.weights[name + ".bias"], stride, padding)

    def stage(self, number, x):
        for block in range(BLOCKS[number]):
            name = f"layer{number}.{block}"
            downsamples = block == 0 and number > 1
            y = F.relu(self.convolution(name + ".conv1", x, *((2, 0) if downsamples else (1, 1))), inplace=True)
            y = self.convolution(name + ".conv2", y, 1, 1)
            if downsamples:
                x = F.avg_pool2d(x, 2, 2)
                shape = [max(a, b) for a, b in zip(x.shape, y.shape)]
                x, y = pad_to(x, shape), pad_to(y, shape)
            x = F.relu(y + x, inplace=True)
        return x

    def logits(self):
        with torch.no_grad():
            x = (self.images.permute(0, 3, 1, 2).to(torch.float32).sub_(self.mean)).mul_(self.scale)
            x = F.max_pool2d(F.relu(self.convolution("conv1", x, 2), inplace=True), 3, 2)
            for number in range(1, FROZEN + 1):
                x = self.stage(number, x)
        features = []
        for number in range(FROZEN + 1, len(BLOCKS) + 1):
            x = self.stage(number, x)
            features += [x.mean((2, 3)), (x.var((2, 3), unbiased=False) + 1e-5).sqrt()]
        embedding = (torch.cat(features, 1) - self.weights["head.mean"]) / self.weights["head.deviation"]
        return F.linear(embedding, self.weights["head.weight"], self.weights["head.bias"])


def resident_megabytes():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096 / 1e6


def main():
    torch.set_num_threads(int(sys.argv[2]))
    network = Network(read(sys.argv[1]))
    optimiser = torch.optim.AdamW(network.trained, lr=1e-5, betas=(0.9, 0.99))
    labels = torch.arange(network.images.shape[0]) % 2
    print(torch.__version__, flush=True)
    for line in sys.stdin:
        begin, worked, first = time.perf_counter(), time.process_time(), None
        for _ in range(int(line)):
            loss = F.cross_entropy(network.logits(), labels)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            first = loss.item() if first is None else first
        turn = {
            "seconds": time.perf_counter() - begin,
            "processorSeconds": time.process_time() - worked,
            "loss": first,
            "memoryMegabytes": resident_megabytes(),
        }
        print(json.dumps(turn), flush=True)


main()
