#!/usr/bin/env python3
"""Trains, quantizes and exports the sample's network; see ../README.md.

Needs numpy, scikit-learn (for its digits data set) and onnx.
"""

from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

from export import export
from network import forward, initialize, train
from quantization import infer, quantize

SAMPLE = Path(__file__).resolve().parent.parent
TEST_DIGITS, SHIPPED_DIGITS = 450, 50


def accuracy(scores, labels):
    return float(np.mean(scores.argmax(1) == labels))


def write_digits(path, pixels, labels, predictions):
    lines = ["# label, the quantized network's answer in training, 64 pixels (0 to 16) row by row"]
    for image, label, prediction in zip(pixels, labels, predictions):
        lines.append(f"{label} {prediction} " + " ".join(str(int(pixel)) for pixel in image))
    path.write_text("\n".join(lines) + "\n", newline="\n")


def main():
    random = np.random.default_rng(2026)
    digits = load_digits()
    order = random.permutation(len(digits.target))
    test, training = order[:TEST_DIGITS], order[TEST_DIGITS:]
    images = (digits.data.reshape(-1, 1, 8, 8) / 16).astype(np.float32)
    labels = digits.target

    initialize(random)
    train(images[training], labels[training], random, epochs=60)
    activations, weights = quantize(images[training])
    scores = infer(images[test], activations, weights)
    print(f"test digits    {len(test)}")
    print(f"float accuracy {accuracy(forward(images[test])['scores'], labels[test]):.2%}")
    print(f"int8 accuracy  {accuracy(scores, labels[test]):.2%}")

    export(str(SAMPLE / "Models" / "digits.onnx"), activations, weights)
    shipped = test[:SHIPPED_DIGITS]
    write_digits(SAMPLE / "Data" / "digits.txt", digits.data[shipped], labels[shipped], scores[:SHIPPED_DIGITS].argmax(1))


if __name__ == "__main__":
    main()
