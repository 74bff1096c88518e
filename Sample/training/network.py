"""The network: what feeds what, stated once and walked by training, quantization and export."""

import numpy as np

from layers import Add, Conv, Dense, GlobalAveragePool, MaxPool

# name, layer, names of the inputs; in order of execution.
TOPOLOGY = [
    ("stem", Conv(1, 16, kernel=3), ["image"]),
    ("depthwise", Conv(16, 16, kernel=3, groups=16), ["stem"]),
    ("project", Conv(16, 16, kernel=1, relu=False), ["depthwise"]),
    ("residual", Add(), ["stem", "project"]),
    ("expand", Conv(16, 32, kernel=1), ["residual"]),
    ("pool", MaxPool(), ["expand"]),
    ("body", Conv(32, 32, kernel=3), ["pool"]),
    ("average", GlobalAveragePool(), ["body"]),
    ("scores", Dense(32, 10), ["average"]),
]


def weighted_layers():
    return [layer for _, layer, _ in TOPOLOGY if isinstance(layer, (Conv, Dense))]


def initialize(random):
    for layer in weighted_layers():
        layer.initialize(random)


def forward(images):
    """All values by name; `scores` is the result."""
    values = {"image": images}
    for name, layer, inputs in TOPOLOGY:
        values[name] = layer.forward(*(values[i] for i in inputs))
    return values


def backward(d_scores):
    """Leaves the gradients in the layers."""
    gradients = {"scores": d_scores}
    for name, layer, inputs in reversed(TOPOLOGY):
        gradient = layer.backward(gradients[name])
        for i in inputs:
            gradients[i] = gradients.get(i, 0) + gradient


def train(images, labels, random, epochs, batch=64, rate=4e-3):
    """Adam on the cross-entropy, with a learning rate that falls along a cosine."""
    parameters = [(layer, field) for layer in weighted_layers() for field in ("weights", "bias")]
    first = [np.zeros_like(getattr(layer, field)) for layer, field in parameters]
    second = [np.zeros_like(moment) for moment in first]
    step, steps = 0, epochs * (len(images) // batch)
    for _ in range(epochs):
        order = random.permutation(len(images))
        for start in range(0, len(images) - batch + 1, batch):
            chosen = order[start : start + batch]
            scores = forward(images[chosen])["scores"]
            probabilities = np.exp(scores - scores.max(1, keepdims=True))
            probabilities /= probabilities.sum(1, keepdims=True)
            probabilities[np.arange(batch), labels[chosen]] -= 1
            backward(probabilities / np.float32(batch))

            current = np.float32(rate * 0.5 * (1 + np.cos(np.pi * step / steps)))
            step += 1
            for index, (layer, field) in enumerate(parameters):
                gradient = getattr(layer, "d_" + field)
                first[index] = np.float32(0.9) * first[index] + np.float32(0.1) * gradient
                second[index] = np.float32(0.999) * second[index] + np.float32(0.001) * gradient**2
                mean = first[index] / np.float32(1 - 0.9**step)
                variance = second[index] / np.float32(1 - 0.999**step)
                setattr(layer, field, getattr(layer, field) - current * mean / (np.sqrt(variance) + np.float32(1e-8)))
