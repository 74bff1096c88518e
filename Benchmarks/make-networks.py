#!/usr/bin/env python3
"""Writes networks of well-known shapes with random weights, quantized statically with QDQ pairs: make-networks.py FOLDER.

What a network costs depends on its shapes, not on what it knows. Activations are u8 with a zero point, weights s8 with one scale per output channel,
biases s32 with the product of both scales. Needs numpy and onnx.
"""

import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

RANGE = 4.0  # of activations; the weights keep their variance, so that few codes saturate


class Network:
    """Grows a chain of layers; `x` is the latest tensor."""

    def __init__(self, name, *shape):
        self.name, self.random = name, np.random.default_rng(1)
        self.nodes, self.initializers, self.scales = [], [], {}
        self.input, self.shape = list(shape), list(shape)
        self.x = self.pair("input", signed=True)

    def node(self, operator, inputs, **attributes):
        output = f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def constant(self, value):
        name = f"constant_{len(self.initializers)}"
        self.initializers.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def pair(self, real, signed=False, like=None):
        """QuantizeLinear and DequantizeLinear; `like` takes over the parameters of another tensor."""
        scale, zero_point = self.scales[like] if like else (np.float32(RANGE * (1 + signed) / 255), 128 if signed else 0)
        operands = [self.constant(scale), self.constant(np.uint8(zero_point))]
        self.x = self.node("DequantizeLinear", [self.node("QuantizeLinear", [real, *operands])] + operands)
        self.scales[self.x] = (scale, zero_point)
        return self.x

    def dequantized(self, codes, scales):
        operands = [self.constant(codes), self.constant(scales), self.constant(np.zeros(len(scales), codes.dtype))]
        return self.node("DequantizeLinear", operands, axis=0)

    def weights(self, *shape):
        """Weights and bias for the latest tensor."""
        codes = self.random.integers(-127, 128, shape).astype(np.int8)
        spread = np.sqrt(6 / np.prod(shape[1:])) * self.random.uniform(0.7, 1.3, shape[0])
        scales = (spread / 127).astype(np.float32)
        bias = self.random.integers(-1000, 1000, shape[0]).astype(np.int32)
        return [self.dequantized(codes, scales), self.dequantized(bias, self.scales[self.x][0] * scales)]

    def conv(self, channels, kernel, stride=1, groups=1, relu=True):
        kernel = kernel if isinstance(kernel, tuple) else (kernel, kernel)
        pads = [(k - 1) // 2 for k in kernel] + [k // 2 for k in kernel]
        operands = [self.x, *self.weights(channels, self.shape[1] // groups, *kernel)]
        y = self.node("Conv", operands, kernel_shape=kernel, strides=[stride] * 2, pads=pads, group=groups)
        self.shape = [1, channels] + [-(-size // stride) for size in self.shape[2:]]
        return self.pair(self.node("Relu", [y]) if relu else y, signed=not relu)

    def depthwise(self, stride=1):
        return self.conv(self.shape[1], 3, stride, groups=self.shape[1])

    def add(self, a, b, relu=True):
        y = self.node("Add", [a, b])
        return self.pair(self.node("Relu", [y]) if relu else y, signed=not relu)

    def max_pool(self):
        y = self.node("MaxPool", [self.x], kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4)
        self.shape = self.shape[:2] + [-(-size // 2) for size in self.shape[2:]]
        return self.pair(y, like=self.x)

    def average(self):
        self.pair(self.node("GlobalAveragePool", [self.x]))
        self.shape = self.shape[:2]
        return self.pair(self.node("Flatten", [self.x]), like=self.x)

    def dense(self, outputs, relu=False):
        y = self.node("Gemm", [self.x, *self.weights(outputs, self.shape[1])], transB=1)
        self.shape = [1, outputs]
        return self.pair(self.node("Relu", [y]) if relu else y, signed=not relu)

    def save(self, folder):
        self.nodes[-1].output[0] = "output"
        infos = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in [("input", self.input), ("output", self.shape)]]
        graph = helper.make_graph(self.nodes, self.name, infos[:1], infos[1:], self.initializers)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
        onnx.checker.check_model(model, full_check=True)
        onnx.save(model, str(folder / f"{self.name}.onnx"))


def mobilenet_v1(name, size, width, classes):
    n = Network(name, 1, 3, size, size)
    n.conv(int(32 * width), 3, 2)
    blocks = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [(1024, 2), (1024, 1)]
    for channels, stride in blocks:
        n.depthwise(stride)
        n.conv(int(channels * width), 1)
    n.average()
    n.dense(classes)
    return n


def mobilenet_v2(name, size=224, classes=1000):
    n = Network(name, 1, 3, size, size)
    n.conv(32, 3, 2)
    for expansion, channels, repeats, first_stride in [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]:
        for repeat in range(repeats):
            x, inputs = n.x, n.shape[1]
            if expansion > 1:
                n.conv(inputs * expansion, 1)
            n.depthwise(first_stride if repeat == 0 else 1)
            y = n.conv(channels, 1, relu=False)
            if repeat > 0:
                n.add(x, y, relu=False)
    n.conv(1280, 1)
    n.average()
    n.dense(classes)
    return n


def residual_block(n, channels, stride, bottleneck):
    x, shape = n.x, n.shape
    outputs = channels * (4 if bottleneck else 1)
    if bottleneck:
        n.conv(channels, 1)
        n.conv(channels, 3, stride)
        y = n.conv(outputs, 1, relu=False)
    else:
        n.conv(channels, 3, stride)
        y = n.conv(outputs, 3, relu=False)
    if shape != n.shape:
        after, n.x, n.shape = n.shape, x, shape
        x = n.conv(outputs, 1, stride, relu=False)
        n.shape = after
    n.add(x, y)


def resnet(name, repeats, bottleneck):
    n = Network(name, 1, 3, 224, 224)
    n.conv(64, 7, 2)
    n.max_pool()
    for stage, count in enumerate(repeats):
        for block in range(count):
            residual_block(n, 64 << stage, 2 if stage > 0 and block == 0 else 1, bottleneck)
    n.average()
    n.dense(1000)
    return n


def resnet8(name):
    n = Network(name, 1, 3, 32, 32)
    n.conv(16, 3)
    for channels, stride in [(16, 1), (32, 2), (64, 2)]:
        residual_block(n, channels, stride, bottleneck=False)
    n.average()
    n.dense(10)
    return n


def keyword_spotting(name):
    n = Network(name, 1, 1, 49, 10)
    n.conv(64, (10, 4), 2)
    for _ in range(4):
        n.depthwise()
        n.conv(64, 1)
    n.average()
    n.dense(12)
    return n


def dense_layers(name, *widths):
    n = Network(name, 1, widths[0])
    for width in widths[1:-1]:
        n.dense(width, relu=True)
    n.dense(widths[-1])
    return n


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for network in [
        mobilenet_v1("mobilenet_v1", 224, 1, 1000),
        mobilenet_v2("mobilenet_v2"),
        resnet("resnet18", [2, 2, 2, 2], bottleneck=False),
        resnet("resnet50", [3, 4, 6, 3], bottleneck=True),
        resnet8("tiny_resnet8"),
        mobilenet_v1("tiny_mobilenet_v1", 96, 0.25, 2),
        keyword_spotting("tiny_keywords"),
        dense_layers("tiny_autoencoder", 640, 128, 128, 128, 128, 8, 128, 128, 128, 128, 640),
        dense_layers("mlp", 784, 256, 128, 10),
    ]:
        network.save(folder)


if __name__ == "__main__":
    main()
