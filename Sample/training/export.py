"""Writes the quantized network as an ONNX file of QuantizeLinear/DequantizeLinear pairs (opset 17)."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from layers import Add, Conv, Dense, GlobalAveragePool
from network import TOPOLOGY

OPERATORS = {Add: "Add", Conv: "Conv", Dense: "Gemm", GlobalAveragePool: "GlobalAveragePool"}


class Exporter:
    def __init__(self, activations, weights):
        self.activations, self.weights = activations, weights
        self.nodes, self.initializers = [], []
        self.read = {}

    def node(self, operator, inputs, output, name=None, **attributes):
        self.nodes.append(helper.make_node(operator, inputs, [output], name=name or output, **attributes))
        return output

    def constant(self, name, value):
        self.initializers.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def pair(self, real, name):
        """QuantizeLinear then DequantizeLinear: from here on, readers of `name` see what its codes stand for."""
        activation = self.activations[name]
        scale = self.constant(name + "_scale", np.float32(activation.scale))
        zero_point = self.constant(name + "_zero_point", np.uint8(activation.zero_point))
        codes = self.node("QuantizeLinear", [real, scale, zero_point], name + "_quantized", "quantize_" + name)
        last = name == "scores"
        self.read[name] = self.node("DequantizeLinear", [codes, scale, zero_point], name if last else name + "_dequantized", "dequantize_" + name)

    def dequantized(self, name, codes, scales):
        """A constant with one scale per output channel."""
        zero_points = self.constant(name + "_zero_point", np.zeros(len(scales), codes.dtype))
        operands = [self.constant(name + "_quantized", codes), self.constant(name + "_scale", scales), zero_points]
        return self.node("DequantizeLinear", operands, name, axis=0)

    def layer(self, name, layer, inputs):
        operands, attributes = [self.read[i] for i in inputs], {}
        if name in self.weights:
            w = self.weights[name]
            operands.append(self.dequantized(name + "_weights", w.codes, w.scales))
            operands.append(self.dequantized(name + "_bias", w.bias, w.bias_scales))
        if isinstance(layer, Conv):
            attributes = dict(kernel_shape=[layer.kernel] * 2, pads=[layer.padding] * 4, group=layer.groups)
        elif isinstance(layer, Dense):
            attributes = dict(transB=1)
            operands[0] = self.node("Flatten", [operands[0]], name + "_flattened")
        real = self.node(OPERATORS[type(layer)], operands, name + "_linear", name, **attributes)
        if getattr(layer, "relu", isinstance(layer, Add)):
            real = self.node("Relu", [real], name + "_relu")
        self.pair(real, name)


def export(path, activations, weights):
    exporter = Exporter(activations, weights)
    exporter.pair("image", "image")
    for name, layer, inputs in TOPOLOGY:
        if type(layer) in OPERATORS:
            exporter.layer(name, layer, inputs)
        else:
            window = dict(kernel_shape=[2, 2], strides=[2, 2])
            pooled = exporter.node("MaxPool", [exporter.read[inputs[0]]], name + "_linear", name, **window)
            exporter.pair(pooled, name)
    graph = helper.make_graph(
        exporter.nodes,
        "digits",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["batch", 1, 8, 8])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["batch", 10])],
        exporter.initializers,
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8, producer_name="Octavo sample", doc_string="8x8 handwritten digits"
    )
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)
