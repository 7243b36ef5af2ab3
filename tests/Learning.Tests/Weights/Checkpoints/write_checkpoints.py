"""Saves one state dict in both forms of torch.save, and as safetensors, into the folder given."""
import collections
import json
import os
import struct
import sys

import torch

NAMES = {
    torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.float64: "F64", torch.int64: "I64", torch.bool: "BOOL",
}


def state():
    torch.manual_seed(1)
    run = torch.randn(5, 7)
    network = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4))
    tensors = collections.OrderedDict(network.state_dict())
    tensors["parameter"] = torch.nn.Parameter(torch.randn(4))
    tensors["half"] = torch.randn(3, 4).half()
    tensors["bfloat16"] = torch.randn(3, 4).bfloat16()
    tensors["double"] = torch.randn(2, 2).double()
    tensors["steps"] = torch.tensor(12345678901)
    tensors["bool"] = torch.tensor([True, False])
    tensors["empty"] = torch.zeros(0, 3)
    tensors["channels_last"] = torch.randn(2, 3, 4, 5).contiguous(memory_format=torch.channels_last)
    tensors["whole"], tensors["turned"], tensors["part"] = run, run.t(), run[1:3, 2:5]
    return tensors


def write_safetensors(path, tensors):
    header, data = {}, b""
    for name, tensor in tensors.items():
        values = tensor.detach().clone(memory_format=torch.contiguous_format)
        bits = (values.view(torch.int16) if values.dtype == torch.bfloat16 else values).numpy().tobytes()
        header[name] = {"dtype": NAMES[values.dtype], "shape": list(values.shape), "data_offsets": [len(data), len(data) + len(bits)]}
        data += bits
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


folder, tensors = sys.argv[1], state()
torch.save(tensors, os.path.join(folder, "zip.pth"))
torch.save(tensors, os.path.join(folder, "legacy.pth"), _use_new_zipfile_serialization=False)
write_safetensors(os.path.join(folder, "expected.safetensors"), tensors)
