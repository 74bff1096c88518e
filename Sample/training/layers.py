"""The layers of the network in numpy: NCHW, float32, each with its backward pass."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def windows(x, kernel, padding):
    """[N,C,H,W] -> [N,C,H',W',kernel,kernel], a view of the zero-padded input."""
    pad = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    return sliding_window_view(pad, (kernel, kernel), axis=(2, 3))


class Conv:
    """A same-size convolution; with groups > 1 it is depthwise (one filter per channel)."""

    def __init__(self, inputs, outputs, kernel, groups=1, relu=True):
        self.shape = (outputs, inputs // groups, kernel, kernel)
        self.kernel, self.groups, self.relu, self.padding = kernel, groups, relu, kernel // 2
        self.pattern = "nchwij,cij->nchw" if groups > 1 else "nchwij,ocij->nohw"

    def initialize(self, random):
        fan_in = np.prod(self.shape[1:])
        self.weights = random.normal(0, np.sqrt(2 / fan_in), self.shape).astype(np.float32)
        self.bias = np.zeros(self.shape[0], np.float32)

    def linear(self, x, weights):
        """The convolution without bias and activation, in the type of its operands."""
        weights = weights[:, 0] if self.groups > 1 else weights
        return np.einsum(self.pattern, windows(x, self.kernel, self.padding), weights, optimize=True)

    def forward(self, x):
        self.x = x
        y = self.linear(x, self.weights) + self.bias[:, None, None]
        self.mask = y > 0 if self.relu else np.ones_like(y, bool)
        return y * self.mask

    def backward(self, dy):
        dy = dy * self.mask
        dy_windows = windows(dy, self.kernel, self.padding)
        x_windows = windows(self.x, self.kernel, self.padding)
        flipped = self.weights[:, :, ::-1, ::-1]
        if self.groups > 1:
            self.d_weights = np.einsum("nchwij,nchw->cij", x_windows, dy, optimize=True)[:, None]
            dx = np.einsum("nchwij,cij->nchw", dy_windows, flipped[:, 0], optimize=True)
        else:
            self.d_weights = np.einsum("nchwij,nohw->ocij", x_windows, dy, optimize=True)
            dx = np.einsum("nohwij,ocij->nchw", dy_windows, flipped, optimize=True)
        self.d_bias = dy.sum((0, 2, 3))
        return dx


class Add:
    """The residual sum of two layers, then ReLU."""

    def forward(self, a, b):
        self.mask = a + b > 0
        return (a + b) * self.mask

    def backward(self, dy):
        return dy * self.mask


class MaxPool:
    """2x2, stride 2."""

    @staticmethod
    def blocks(x):
        n, c, h, w = x.shape
        return x.reshape(n, c, h // 2, 2, w // 2, 2)

    def forward(self, x):
        y = self.blocks(x).max((3, 5))
        self.mask = self.blocks(x) == y[:, :, :, None, :, None]
        return y

    def backward(self, dy):
        dx = self.mask * dy[:, :, :, None, :, None] / self.mask.sum((3, 5), keepdims=True)
        n, c, h, _, w, _ = dx.shape
        return dx.reshape(n, c, 2 * h, 2 * w).astype(np.float32)


class GlobalAveragePool:
    """[N,C,H,W] -> [N,C]."""

    def forward(self, x):
        self.shape = x.shape
        return x.mean((2, 3))

    def backward(self, dy):
        pixels = np.float32(self.shape[2] * self.shape[3])
        return np.broadcast_to(dy[:, :, None, None] / pixels, self.shape)


class Dense:
    """[N,inputs] -> [N,outputs]."""

    def __init__(self, inputs, outputs):
        self.shape = (outputs, inputs)

    def initialize(self, random):
        self.weights = random.normal(0, np.sqrt(1 / self.shape[1]), self.shape).astype(np.float32)
        self.bias = np.zeros(self.shape[0], np.float32)

    def linear(self, x, weights):
        return x @ weights.T

    def forward(self, x):
        self.x = x
        return self.linear(x, self.weights) + self.bias

    def backward(self, dy):
        self.d_weights, self.d_bias = dy.T @ self.x, dy.sum(0)
        return dy @ self.weights
