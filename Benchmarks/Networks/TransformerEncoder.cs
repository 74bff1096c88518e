using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;

namespace Octavo.Benchmarks.Networks;

/// <summary>
/// Writes the encoder of a transformer with random weights, quantized dynamically as ONNX Runtime's <c>quantize_dynamic</c> does: the input of a product with
/// constant weights is quantized by its own extremes, once for all products that read it; weights are s8 with one scale. Products of two activations stay
/// in float. Tensors are <c>[1, tokens, width]</c>.
/// </summary>
internal sealed class TransformerEncoder
{
    private const int Seed = 1;

    private readonly OnnxBuilder _builder = new(opset: 17);
    private readonly Random _random = new(Seed);
    private readonly int _tokens;
    private readonly int _width;
    private readonly int _heads;
    private int _names;

    private TransformerEncoder(int tokens, int width, int heads) => (_tokens, _width, _heads) = (tokens, width, heads);

    /// <summary>Layers of attention and two dense layers, each with a residual and a normalization behind it.</summary>
    /// <param name="inner">The width between the dense layers.</param>
    public static byte[] Build(int layers, int tokens, int width, int heads, int inner)
    {
        var encoder = new TransformerEncoder(tokens, width, heads);
        encoder._builder.Input("input", ElementType.Float32, 1, tokens, width);
        string x = "input";
        for (int layer = 0; layer < layers; layer++)
        {
            x = encoder.Normalized(x, encoder.Attention(x));
            string hidden = encoder.Gelu(encoder.Dense(encoder.Quantize(x), width, inner));
            x = encoder.Normalized(x, encoder.Dense(encoder.Quantize(hidden), inner, width));
        }

        encoder.Node("Identity", [x], ["output"]);
        return encoder._builder.Output("output", ElementType.Float32, 1, tokens, width).Build();
    }

    private string Attention(string x)
    {
        string[] codes = Quantize(x);
        string queries = Heads(Dense(codes, _width, _width), 0, 2, 1, 3);
        string keys = Heads(Dense(codes, _width, _width), 0, 2, 3, 1);
        string values = Heads(Dense(codes, _width, _width), 0, 2, 1, 3);
        string scores = Node("Div", Node("MatMul", queries, keys), Scalar((float)Math.Sqrt(_width / _heads)));
        string context = Node("MatMul", Node("Softmax", scores), values);
        string joined = Node("Reshape", Transposed(context, 0, 2, 1, 3), Longs(1, _tokens, _width));
        return Dense(Quantize(joined), _width, _width);
    }

    private string Heads(string x, params int[] order) => Transposed(Node("Reshape", x, Longs(1, _tokens, _heads, _width / _heads)), order);

    private string Transposed(string x, params int[] order) => Node("Transpose", [x], [Name("Transpose")], ("perm", order))[0];

    /// <summary>x / 2 · (1 + erf(x / √2))</summary>
    private string Gelu(string x)
    {
        string erf = Node("Erf", Node("Div", x, Scalar((float)Math.Sqrt(2))));
        return Node("Mul", Node("Mul", x, Node("Add", erf, Scalar(1f))), Scalar(0.5f));
    }

    private string Normalized(string x, string y) =>
        Node("LayerNormalization", Node("Add", x, y), Vector(_width, 1, 0.2), Vector(_width, 0, 0.2));

    /// <summary>Codes, scale and zero point of x.</summary>
    private string[] Quantize(string x) => Node("DynamicQuantizeLinear", [x], [Name("codes"), Name("scale"), Name("zero")]);

    private string Dense(string[] x, int inputs, int outputs)
    {
        sbyte[] weights = [.. Enumerable.Range(0, inputs * outputs).Select(_ => (sbyte)_random.Next(-127, 128))];
        string sum = Node("MatMulInteger", x[0], Constant([inputs, outputs], weights), x[2], Scalar((sbyte)0));

        // The products of the codes' extremes keep the variance: that of uniform weights is a third of their greatest square.
        string scale = Node("Mul", x[1], Constant([1], [(float)(Math.Sqrt(3.0 / inputs) / 127)]));
        return Node("Add", Vector(outputs, 0, 0.2), Node("Mul", Node("Cast", [sum], [Name("Cast")], ("to", 1))[0], scale));
    }

    private string Vector(int length, double middle, double deviation) =>
        Constant([length], [.. Enumerable.Range(0, length).Select(_ => (float)(middle + (deviation * ((2 * _random.NextDouble()) - 1))))]);

    private string Longs(params long[] values) => Constant([values.Length], values);

    private string Scalar<T>(T value)
        where T : unmanaged => Constant([], [value]);

    private string Constant<T>(int[] shape, T[] values)
        where T : unmanaged
    {
        string name = Name("constant");
        _builder.Initializer(name, shape, values);
        return name;
    }

    private string Node(string op, params string[] inputs) => Node(op, inputs, [Name(op)])[0];

    private string[] Node(string op, string[] inputs, string[] outputs, params (string Name, object Value)[] attributes)
    {
        _builder.NamedNode(outputs[0], op, inputs, outputs, attributes);
        return outputs;
    }

    private string Name(string kind) => $"{kind}_{_names++}";
}
