using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Codegen;

/// <summary>The other layers against the reference, bit for bit.</summary>
public sealed class LayerTests
{
    private readonly Random _random = new(7);
    private readonly Graph _graph = new("layers");

    [Theory]
    [InlineData(1, 33, 10)]
    [InlineData(5, 64, 17)]
    [InlineData(13, 7, 100)]
    public void Products_with_constant_weights(int rows, int k, int n)
    {
        Value x = Input(Codes(0.1f, 37, rows, k));
        Value symmetric = Weights(ElementType.Int8, k, n, new Quantization(0.02f, 0));
        Value perColumn = Weights(ElementType.Int8, k, n, new Quantization([.. Enumerable.Range(1, n).Select(i => i * 0.001f)], [.. Enumerable.Range(0, n).Select(i => i % 7)], 1));
        Value unsigned = Weights(ElementType.UInt8, k, n, new Quantization(0.02f, 99));
        Value bias = new("bias", TensorData.Ints(new Shape(n), [.. Enumerable.Range(0, n).Select(i => (i * 977) - 3000)]));
        Output(new MatMul(), Codes(0.5f, 128, rows, n), x, symmetric, bias);
        Output(new MatMul { Clamp = new Clamp(128, 200) }, Codes(0.5f, 128, rows, n), x, perColumn);
        Output(new MatMul(), Codes(0.9f, 3, rows, n), x, unsigned, bias);
        Output(new MatMul(), Floats(rows, n), x, symmetric, new Value("b", Lowered.Random(_random, ElementType.Float32, n)));
        Check();
    }

    [Theory]
    [InlineData(new[] { 9, 20 }, new[] { 20, 7 })]
    [InlineData(new[] { 2, 3, 5, 18 }, new[] { 2, 3, 18, 21 })]
    [InlineData(new[] { 4, 5, 16 }, new[] { 1, 16, 5 })]
    [InlineData(new[] { 1, 5, 6 }, new[] { 3, 6, 2 })]
    public void Products_of_two_activations(int[] a, int[] b)
    {
        int[] y = new MatMul().InferShapes([new Shape(a), new Shape(b)])[0].ToArray();
        Output(new MatMul(), Codes(0.6f, 100, y), Input(Codes(0.1f, 37, a)), Input(Codes(0.05f, 200, b)));
        Output(new MatMul(), Floats(y), Input(Codes(0.1f, 0, a)), Input(Codes(0.05f, 128, b)));
        Output(new MatMul(), Floats(y), Input(Floats(a)), Input(Floats(b)));
        Check();
    }

    [Fact]
    public void Additions_and_multiplications_broadcast()
    {
        Value image = Input(Codes(0.1f, 30, 1, 5, 6, 19)), other = Input(Codes(0.2f, 140, 1, 5, 6, 19));
        Value channels = Input(Codes(0.07f, 99, 19)), pixels = Input(Codes(0.3f, 0, 1, 5, 6, 1)), one = Input(Codes(0.3f, 255, 1));
        foreach (BinaryKind kind in new[] { BinaryKind.Add, BinaryKind.Mul })
        {
            foreach (Value b in new[] { other, channels, pixels, one, image })
            {
                Output(new Binary(kind), Codes(0.4f, 90, 1, 5, 6, 19), image, b);
                Output(new Binary(kind) { Clamp = new Clamp(90, 200) }, Codes(0.4f, 90, 1, 5, 6, 19), b, image);
            }

            Output(new Binary(kind), Codes(0.4f, 90, 1), one, one);
        }

        Check();
    }

    [Fact]
    public void Pools()
    {
        Value x = Input(Codes(0.1f, 30, 2, 9, 8, 21));
        Value f = Input(Floats(2, 9, 8, 21));
        foreach (bool ceil in new[] { false, true })
        {
            var window = new Window { Kernel = [3, 2], Strides = [2, 2], Dilations = [1, 1], PadsBegin = [1, 0], PadsEnd = [1, 1], CeilMode = ceil };
            int[] y = window.OutputShape(x.Shape, 21, channelsLast: true).ToArray();
            Output(new MaxPool(window, true), Codes(0.1f, 30, y), x);
            Output(new MaxPool(window, true), Floats(y), f);
            foreach (bool include in new[] { false, true })
            {
                Output(new AveragePool(window, include, true), Codes(0.05f, 77, y), x);
                Output(new AveragePool(window, include, true), Floats(y), f);
            }
        }

        Output(new GlobalAveragePool(true), Codes(0.05f, 7, 2, 1, 1, 21), x);
        Output(new GlobalAveragePool(true), Floats(2, 1, 1, 21), f);
        Check();
    }

    [Fact]
    public void Softmax_of_codes()
    {
        Output(new Softmax(1), Codes(1 / 256f, 0, 7, 11), Input(Codes(0.1f, 30, 7, 11)));
        Output(new Softmax(2), Codes(1 / 255f, 0, 2, 3, 100), Input(Codes(0.3f, 0, 2, 3, 100)));
        Check();
    }

    [Fact]
    public void Constant_padding()
    {
        Output(new Pad([0, 1, 2, 0], [0, 2, 0, 3], PadMode.Constant, 0), Codes(0.1f, 30, 1, 6, 4, 8), Input(Codes(0.1f, 30, 1, 3, 2, 5)));
        Output(new Pad([2, 1], [0, 3], PadMode.Constant, -1.5), Floats(5, 8), Input(Floats(3, 4)));
        Check();
    }

    [Fact]
    public void Quantized_borders_of_images()
    {
        Value x = Input(Floats(1, 3, 9, 7));
        Value nhwc = _graph.Add(new Transpose([0, 2, 3, 1]), "nhwc", [x], Floats(1, 9, 7, 3));
        Value codes = _graph.Add(new Quantize { Clamp = new Clamp(10, 240) }, "codes", [nhwc], Codes(0.02f, 128, 1, 9, 7, 3));
        _graph.Outputs.Add(new GraphOutput("codes", codes));
        Value back = _graph.Add(new Dequantize(), "back", [codes], Floats(1, 9, 7, 3));
        Output(new Transpose([0, 3, 1, 2]), Floats(1, 3, 9, 7), back);
        Check();
    }

    [Fact]
    public void Inputs_constants_and_repeated_values_as_outputs()
    {
        Value x = Input(Floats(4, 3)), constant = new("constant", Lowered.Random(_random, ElementType.Float32, 5));
        Value y = _graph.Add(new Unary(UnaryKind.Abs), "abs", [x], Floats(4, 3));
        foreach (Value value in new[] { x, constant, y, y })
        {
            _graph.Outputs.Add(new GraphOutput("output" + _graph.Outputs.Count, value));
        }

        Check();
    }

    private static TensorType Codes(float scale, int zeroPoint, params int[] shape) => new(ElementType.UInt8, new Shape(shape), new Quantization(scale, zeroPoint));

    private static TensorType Floats(params int[] shape) => new(ElementType.Float32, new Shape(shape));

    private Value Input(TensorType type)
    {
        var value = new Value("x" + _graph.Inputs.Count, type);
        _graph.Inputs.Add(value);
        return value;
    }

    private Value Weights(ElementType element, int k, int n, Quantization quantization) =>
        new("w", Lowered.Random(_random, element, k, n), quantization);

    private void Output(Operator op, TensorType type, params Value[] inputs) =>
        _graph.Outputs.Add(new GraphOutput("y" + _graph.Outputs.Count, _graph.Add(op, op.Name + _graph.Outputs.Count, inputs, type)));

    private void Check() =>
        Lowered.AssertMatchesReference(_graph, [.. _graph.Inputs.Select(i => Lowered.Random(_random, i.Type.Element, i.Shape.ToArray()))]);
}
