using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;

namespace Octavo.Benchmarks.Networks;

/// <summary>A tensor of a <see cref="QuantizedNetwork"/>, behind its DequantizeLinear.</summary>
/// <param name="Shape">Channels first; of one item.</param>
internal sealed record QuantizedTensor(string Name, float Scale, int ZeroPoint, int[] Shape)
{
    public int Channels => Shape[1];
}

/// <summary>
/// Writes a network with random weights, quantized statically with QDQ pairs: activations in 8 bits, weights s8 with one scale per output channel,
/// biases s32 with the product of both scales. The latest tensor is the input of the next layer.
/// </summary>
internal sealed class QuantizedNetwork
{
    /// <summary>Of activations; the weights keep their variance, so that few codes saturate.</summary>
    private const float Range = 4;

    private const int Seed = 1;

    private readonly OnnxBuilder _builder = new(opset: 13);
    private readonly Random _random = new(Seed);
    private readonly bool _signed;
    private int _names;

    /// <param name="signed">s8 activations instead of u8.</param>
    public QuantizedNetwork(bool signed, params int[] shape)
    {
        _signed = signed;
        _builder.Input("input", ElementType.Float32, [.. shape.Select(d => (Dim)d)]);
        X = new QuantizedTensor("input", 0, 0, shape);
        X = Quantize("input", shape, rectified: false);
    }

    /// <summary>The latest tensor.</summary>
    public QuantizedTensor X { get; set; }

    /// <summary>The share of blocks of zeros among the weights of convolutions whose input channels are a multiple of four: sixteen output channels by four input channels of a tap.</summary>
    public double ZeroBlocks { get; init; }

    /// <summary>A convolution with the padding that keeps the size when the stride is 1, for odd kernels.</summary>
    public QuantizedTensor Convolution(int channels, (int Height, int Width) kernel, int stride = 1, int groups = 1, bool relu = true)
    {
        (int top, int left) = ((kernel.Height - 1) / 2, (kernel.Width - 1) / 2);
        var (weights, bias) = Weights(channels, X.Channels / groups, kernel.Height, kernel.Width);
        string y = Node("Conv", [X.Name, weights, bias], ("kernel_shape", Ints(kernel.Height, kernel.Width)), ("strides", Ints(stride, stride)), ("pads", Ints(top, left, top, left)), ("group", groups));
        return Activate(y, relu, 1, channels, Size(X.Shape[2], kernel.Height, top, stride), Size(X.Shape[3], kernel.Width, left, stride));
    }

    public QuantizedTensor Convolution(int channels, int kernel, int stride = 1, bool relu = true) => Convolution(channels, (kernel, kernel), stride, relu: relu);

    public QuantizedTensor Depthwise(int stride = 1) => Convolution(X.Channels, (3, 3), stride, groups: X.Channels);

    public QuantizedTensor Add(QuantizedTensor a, QuantizedTensor b, bool relu) => Activate(Node("Add", [a.Name, b.Name]), relu, a.Shape);

    public QuantizedTensor MaxPool()
    {
        string y = Node("MaxPool", [X.Name], ("kernel_shape", Ints(3, 3)), ("strides", Ints(2, 2)), ("pads", Ints(1, 1, 1, 1)));
        return X = Pair(y, X.Scale, X.ZeroPoint, [1, X.Channels, Size(X.Shape[2], 3, 1, 2), Size(X.Shape[3], 3, 1, 2)]);
    }

    public QuantizedTensor GlobalAverage()
    {
        X = Quantize(Node("GlobalAveragePool", [X.Name]), [1, X.Channels, 1, 1], rectified: true);
        return X = Pair(Node("Flatten", [X.Name]), X.Scale, X.ZeroPoint, [1, X.Channels]);
    }

    public QuantizedTensor Dense(int outputs, bool relu = false)
    {
        var (weights, bias) = Weights(outputs, X.Channels);
        return Activate(Node("Gemm", [X.Name, weights, bias], ("transB", 1)), relu, 1, outputs);
    }

    /// <summary>The file, with the latest tensor as its output.</summary>
    public byte[] Build()
    {
        _builder.Node("Identity", [X.Name], ["output"]);
        return _builder.Output("output", ElementType.Float32, [.. X.Shape.Select(d => (Dim)d)]).Build();
    }

    private static int Size(int size, int kernel, int pad, int stride) => ((size + (2 * pad) - kernel) / stride) + 1;

    private static int[] Ints(params int[] values) => values;

    private QuantizedTensor Activate(string y, bool relu, params int[] shape) => X = Quantize(relu ? Node("Relu", [y]) : y, shape, relu);

    /// <summary>Codes for 0 … <see cref="Range"/>, or for both signs.</summary>
    private QuantizedTensor Quantize(string real, int[] shape, bool rectified)
    {
        float scale = Range * (rectified ? 1 : 2) / 255;
        int zeroPoint = (rectified ? 0 : 128) - (_signed ? 128 : 0);
        return Pair(real, scale, zeroPoint, shape);
    }

    private QuantizedTensor Pair(string real, float scale, int zeroPoint, int[] shape)
    {
        string[] parameters = [Scalar(scale), _signed ? Scalar((sbyte)zeroPoint) : Scalar((byte)zeroPoint)];
        string codes = Node("QuantizeLinear", [real, .. parameters]);
        return new QuantizedTensor(Node("DequantizeLinear", [codes, .. parameters]), scale, zeroPoint, shape);
    }

    /// <summary>Weights and bias for the latest tensor; the first number is that of the output channels.</summary>
    private (string Weights, string Bias) Weights(params int[] shape)
    {
        int inputs = shape.Skip(1).Aggregate(1, (product, size) => product * size);
        sbyte[] codes = [.. Enumerable.Range(0, shape[0] * inputs).Select(_ => (sbyte)_random.Next(-127, 128))];
        if (ZeroBlocks > 0)
        {
            EmptyBlocks(codes, shape[1], inputs);
        }

        float[] scales = [.. Enumerable.Range(0, shape[0]).Select(_ => (float)(Math.Sqrt(6.0 / inputs) * (0.7 + (0.6 * _random.NextDouble())) / 127))];
        int[] bias = [.. Enumerable.Range(0, shape[0]).Select(_ => _random.Next(-1000, 1000))];
        return (Dequantized(shape, codes, scales), Dequantized([shape[0]], bias, [.. scales.Select(scale => X.Scale * scale)]));
    }

    private void EmptyBlocks(sbyte[] codes, int channels, int inputs)
    {
        int taps = inputs / channels, across = inputs / 4, blocks = ((codes.Length / inputs) + 15) / 16 * across;
        int[] order = [.. Enumerable.Range(0, blocks)];
        _random.Shuffle(order);
        bool[] isZero = new bool[blocks];
        foreach (int block in order.Take((int)(blocks * ZeroBlocks)))
        {
            isZero[block] = true;
        }

        for (int i = 0; i < codes.Length; i++)
        {
            int block = (i / inputs / 16 * across) + (i % taps * (channels / 4)) + (i / taps % channels / 4);
            codes[i] = isZero[block] ? (sbyte)0 : codes[i];
        }
    }

    private string Dequantized<T>(int[] shape, T[] codes, float[] scales)
        where T : unmanaged =>
        Node("DequantizeLinear", [Constant(shape, codes), Constant([scales.Length], scales), Constant([scales.Length], new T[scales.Length])], ("axis", 0));

    private string Scalar<T>(T value)
        where T : unmanaged => Constant([], [value]);

    private string Constant<T>(int[] shape, T[] values)
        where T : unmanaged
    {
        string name = $"constant_{_names++}";
        _builder.Initializer(name, shape, values);
        return name;
    }

    private string Node(string op, string[] inputs, params (string Name, object Value)[] attributes)
    {
        string name = $"{op}_{_names++}";
        _builder.NamedNode(name, op, inputs, [name], attributes);
        return name;
    }
}
