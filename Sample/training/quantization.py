"""Static post-training quantization, and the integer arithmetic that the quantized network stands for."""

from dataclasses import dataclass

import numpy as np

from layers import Add, Conv, Dense, GlobalAveragePool
from network import TOPOLOGY, forward


@dataclass
class Activation:
    """real = (code - zero_point) * scale, code in 0..255."""

    scale: np.float32
    zero_point: int

    def quantize(self, real):
        return np.clip(np.rint(real / self.scale) + self.zero_point, 0, 255).astype(np.int32)

    def dequantize(self, codes):
        return (codes - self.zero_point).astype(np.float32) * self.scale


@dataclass
class Weights:
    """Symmetric int8, one scale per output channel; the bias has scale (input scale * weight scale)."""

    codes: np.ndarray
    scales: np.ndarray
    bias: np.ndarray
    bias_scales: np.ndarray


def calibrate(images):
    """The range of every value over the calibration images, widened to hold 0, which must have an exact code."""
    activations = {}
    for name, values in forward(images).items():
        low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
        scale = np.float32((high - low) / 255)
        activations[name] = Activation(scale, int(np.rint(-low / scale)))
    # Taking a maximum keeps the codes of its input.
    activations["pool"] = activations["expand"]
    return activations


def quantize_weights(layer, input_scale):
    channels = layer.weights.reshape(len(layer.weights), -1)
    scales = (np.abs(channels).max(1) / 127).astype(np.float32)
    codes = np.clip(np.rint(channels / scales[:, None]), -127, 127).astype(np.int8).reshape(layer.weights.shape)
    bias_scales = (input_scale * scales).astype(np.float32)
    bias = np.rint(layer.bias.astype(np.float64) / bias_scales).astype(np.int32)
    return Weights(codes, scales, bias, bias_scales)


def quantize(images):
    """Activation and weight parameters by layer name, calibrated on the images."""
    activations = calibrate(images)
    weights = {
        name: quantize_weights(layer, activations[inputs[0]].scale)
        for name, layer, inputs in TOPOLOGY
        if isinstance(layer, (Conv, Dense))
    }
    return activations, weights


def requantize(accumulator, multiplier, output):
    """Rounds half to even, then adds the zero point; ReLU is the clamp at 0, as its outputs have zero point 0."""
    scaled = np.rint(accumulator.astype(np.float32) * multiplier)
    return np.clip(scaled + output.zero_point, 0, 255).astype(np.int32)


def infer(images, activations, weights):
    """The scores that the integer network gives."""
    codes = {"image": activations["image"].quantize(images)}
    for name, layer, inputs in TOPOLOGY:
        x, sources, output = [codes[i] for i in inputs], [activations[i] for i in inputs], activations[name]
        if isinstance(layer, (Conv, Dense)):
            w = weights[name]
            trailing = (slice(None),) + (None,) * (x[0].ndim - 2)
            accumulator = layer.linear(x[0] - sources[0].zero_point, w.codes.astype(np.int32)) + w.bias[trailing]
            codes[name] = requantize(accumulator, (w.bias_scales / output.scale)[trailing], output)
        elif isinstance(layer, Add):
            terms = [c.astype(np.float64) * (s.scale / output.scale) for c, s in zip(x, sources)]
            offset = output.zero_point - sum(s.zero_point * (s.scale / output.scale) for s in sources)
            codes[name] = np.clip(np.rint((sum(terms) + offset).astype(np.float32)), 0, 255).astype(np.int32)
        elif isinstance(layer, GlobalAveragePool):
            accumulator = (x[0] - sources[0].zero_point).sum((2, 3))
            pixels = np.float32(x[0].shape[2] * x[0].shape[3])
            codes[name] = requantize(accumulator, sources[0].scale / (output.scale * pixels), output)
        else:
            codes[name] = layer.forward(x[0])
    return activations["scores"].dequantize(codes["scores"])
