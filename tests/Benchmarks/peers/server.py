"""What one would write instead: FastAPI and PyTorch, serving a model of Lesion's by HTTP.

The network is read from model.onnx and run by PyTorch, operation by operation, in inference mode; pictures are decoded by
Pillow. POST /v1/classifications takes a picture, as Lesion does, so that the same client can load both.

    server.py MODEL PORT THREADS WORKERS BATCH

THREADS are torch's; WORKERS requests are computed at a time; with a BATCH above 1, what waits is computed together, so many
pictures at most, by one worker. Needs Debian's python3-fastapi, python3-uvicorn, python3-torch, python3-onnx and python3-pil.
"""
import asyncio
import concurrent.futures
import io
import json
import sys

import numpy
import onnx
import torch
import torch.nn.functional as functional
import uvicorn
from fastapi import FastAPI, Request
from onnx import numpy_helper
from PIL import Image


class Network:
    """The part of an ONNX graph that its logits need."""

    def __init__(self, path):
        model = onnx.load(path)
        self.card = {entry.key[len("lesion."):]: json.loads(entry.value)
                     for entry in model.metadata_props if entry.key.startswith("lesion.")}
        self.constants = {tensor.name: torch.from_numpy(numpy.array(numpy_helper.to_array(tensor)))
                          for tensor in model.graph.initializer}
        self.nodes = self._fold(self._needed(model.graph, "logits"))

    def _fold(self, nodes):
        """Casts weights once, not at every run."""
        rest = []
        for kind, inputs, outputs, attributes in nodes:
            if kind == "Cast" and inputs[0] in self.constants:
                self.constants[outputs[0]] = OPERATIONS[kind]([self.constants.pop(inputs[0])], attributes)
            else:
                rest.append((kind, inputs, outputs, attributes))
        return rest

    @staticmethod
    def _needed(graph, output):
        wanted, nodes = {output}, []
        for node in reversed(graph.node):
            if wanted & set(node.output):
                wanted |= set(node.input)
                nodes.append((node.op_type, list(node.input), list(node.output),
                              {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}))
        return list(reversed(nodes))

    def logits(self, rows):
        """[N, C] of uint8 [N, S, S, 3]."""
        values = dict(self.constants, image=rows)
        for kind, inputs, outputs, attributes in self.nodes:
            values[outputs[0]] = OPERATIONS[kind]([values[name] if name else None for name in inputs], attributes)
        return values["logits"]


def convolution(x, a):
    top, left, bottom, right = a.get("pads", [0, 0, 0, 0])
    image, bias = x[0], x[2] if len(x) > 2 else None
    if (top, left) != (bottom, right):
        image, top, left = functional.pad(image, (left, right, top, bottom)), 0, 0
    return functional.conv2d(image, x[1], bias, a.get("strides", [1, 1]), (top, left), a.get("dilations", [1, 1]), a.get("group", 1))


def maximum_pool(x, a):
    top, left, bottom, right = a.get("pads", [0, 0, 0, 0])
    image = functional.pad(x[0], (left, right, top, bottom), value=-float("inf"))
    return functional.max_pool2d(image, a["kernel_shape"], a.get("strides", [1, 1]), ceil_mode=bool(a.get("ceil_mode", 0)))


def general_product(x, a):
    left = x[0].t() if a.get("transA", 0) else x[0]
    right = x[1].t() if a.get("transB", 0) else x[1]
    product = a.get("alpha", 1.0) * (left @ right)
    return product if len(x) < 3 else product + a.get("beta", 1.0) * x[2]


def cut(x, a):
    starts, ends = x[1].tolist(), x[2].tolist()
    axes = x[3].tolist() if len(x) > 3 and x[3] is not None else range(len(starts))
    index = [slice(None)] * x[0].dim()
    for axis, start, end in zip(axes, starts, ends):
        index[axis] = slice(start, min(end, x[0].shape[axis]))
    return x[0][tuple(index)]


def total(x, a):
    axes = x[1].tolist() if len(x) > 1 and x[1] is not None else a.get("axes")
    return x[0].sum(dim=axes, keepdim=bool(a.get("keepdims", 1)))


def shaped(x, a):
    lengths = x[1].tolist()
    return x[0].reshape([x[0].shape[i] if length == 0 else length for i, length in enumerate(lengths)])


def margin(x, a):
    pads = x[1].tolist()
    half = len(pads) // 2
    # ONNX names all beginnings and then all ends, PyTorch the last axis first.
    return functional.pad(x[0], [pads[i + part] for i in reversed(range(half)) for part in (0, half)])


def lengths_of(x, a):
    return torch.tensor(x[0].shape[a.get("start", 0):a.get("end", None)])


TYPES = {1: torch.float32, 7: torch.int64, 10: torch.float16, 11: torch.float64}

OPERATIONS = {
    "Add": lambda x, a: x[0] + x[1],
    "AveragePool": lambda x, a: functional.avg_pool2d(x[0], a["kernel_shape"], a.get("strides", [1, 1]), a.get("pads", [0, 0])[:2]),
    "Cast": lambda x, a: x[0].to(TYPES[a["to"]]),
    "Clip": lambda x, a: torch.clamp(x[0], *(bound if bound is None else bound.item() for bound in (x[1:] + [None, None])[:2])),
    "Concat": lambda x, a: torch.cat(x, a["axis"]),
    "Conv": convolution,
    "Div": lambda x, a: x[0] / x[1],
    "Exp": lambda x, a: torch.exp(x[0]),
    "Flatten": lambda x, a: x[0].flatten(a.get("axis", 1)),
    "Gemm": general_product,
    "GlobalAveragePool": lambda x, a: x[0].mean(dim=(2, 3), keepdim=True),
    "Identity": lambda x, a: x[0],
    "MatMul": lambda x, a: x[0] @ x[1],
    "Max": lambda x, a: torch.maximum(x[0], x[1]) if len(x) > 1 else x[0],
    "MaxPool": maximum_pool,
    "Mul": lambda x, a: x[0] * x[1],
    "Pad": margin,
    "Range": lambda x, a: torch.arange(x[0].item(), x[1].item(), x[2].item(), dtype=x[0].dtype),
    "ReduceSum": total,
    "Relu": lambda x, a: torch.relu(x[0]),
    "Reshape": shaped,
    "Shape": lengths_of,
    "Slice": cut,
    "Sqrt": lambda x, a: torch.sqrt(x[0]),
    "Squeeze": lambda x, a: x[0].squeeze() if len(x) < 2 else x[0].squeeze(x[1].item()),
    "Sub": lambda x, a: x[0] - x[1],
    "Transpose": lambda x, a: x[0].permute(a["perm"]) if "perm" in a else x[0].t(),
}


def decode(picture, card):
    """uint8 [R, S, S, 3]: the whole image and its middle, each in the model's orientations."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    shrink = min(1, 512 / min(image.size))
    if shrink < 1:
        image = image.resize([round(side * shrink) for side in image.size], Image.LANCZOS)
    size, crop = card["input"]["size"], card["input"].get("centreCrop")
    pictures = [image]
    if crop:
        width, height = (round(side * crop) for side in image.size)
        left, top = (image.width - width) // 2, (image.height - height) // 2
        pictures.append(image.crop((left, top, left + width, top + height)))
    rows = []
    for one in pictures:
        pixels = numpy.asarray(one if one.size == (size, size) else one.resize((size, size), Image.LANCZOS))
        rows += [pixels, pixels[::-1, ::-1]][:card.get("testViews", 1)]
    return torch.from_numpy(numpy.ascontiguousarray(numpy.stack(rows)))


def answers(network, prepared):
    """The probabilities of each picture, of the mean logits of its rows."""
    with torch.inference_mode():
        logits = network.logits(torch.cat(prepared))
        mean = logits.reshape(len(prepared), -1, logits.shape[1]).mean(1)
        return torch.softmax(mean / network.card["temperature"], 1).tolist()


def main():
    path, port, threads, workers, largest = sys.argv[1], *map(int, sys.argv[2:])
    torch.set_num_threads(threads)
    torch.set_num_interop_threads(1)
    network, app = Network(path), FastAPI()
    computing = concurrent.futures.ThreadPoolExecutor(workers)
    decoding = concurrent.futures.ThreadPoolExecutor(max(workers, 2))
    waiting = asyncio.Queue()

    async def gather():
        loop = asyncio.get_running_loop()
        while True:
            batch = [await waiting.get()]
            while len(batch) < largest and not waiting.empty():
                batch.append(waiting.get_nowait())
            results = await loop.run_in_executor(computing, answers, network, [rows for rows, _ in batch])
            for (_, answer), result in zip(batch, results):
                answer.set_result(result)

    @app.on_event("startup")
    async def start():
        if largest > 1:
            app.state.gathering = asyncio.create_task(gather())

    @app.get("/health/ready")
    async def ready():
        return {"status": "Healthy"}

    @app.post("/v1/classifications")
    async def classify(request: Request):
        loop, body = asyncio.get_running_loop(), await request.body()
        if largest > 1:
            answer = loop.create_future()
            waiting.put_nowait((await loop.run_in_executor(decoding, decode, body, network.card), answer))
            result = await answer
        else:
            result = (await loop.run_in_executor(computing, lambda: answers(network, [decode(body, network.card)])))[0]
        return {"probabilities": dict(zip(network.card["classes"], result))}

    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
