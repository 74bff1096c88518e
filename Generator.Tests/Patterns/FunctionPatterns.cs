using System;
using System.Linq;
using Octavo.Compiler;
using Xunit;

namespace Octavo.Generator.Tests.Patterns;

/// <summary>Functions of one tensor between codes and codes: tables, whether the graph writes them with conversions or as one quantized operator.</summary>
public sealed class FunctionPatterns
{
    private static readonly byte[] Every = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

    [Theory]
    [InlineData("Relu")]
    [InlineData("LeakyRelu")]
    [InlineData("Clip")]
    [InlineData("PRelu")]
    [InlineData("HardSwish")]
    [InlineData("HardSigmoid")]
    [InlineData("Sigmoid")]
    [InlineData("Tanh")]
    [InlineData("Gelu")]
    [InlineData("Elu")]
    [InlineData("Exp")]
    [InlineData("Sqrt")]
    [InlineData("Neg")]
    [InlineData("Abs")]
    public void Between_dequantize_and_quantize(string op)
    {
        var net = new Pattern(opset: 20);
        string x = net.Dequantize(net.Input(ElementType.UInt8, 256), 0.05f, 90);
        string y = op switch
        {
            "Clip" => net.Apply(op, [x, net.Scalar(-1.03f), net.Scalar(2.5f)]),
            "PRelu" => net.Apply(op, [x, net.Scalar(0.3f)]),
            _ => net.Apply(op, [x]),
        };
        using CompiledPattern compiled = net.Compile(ElementType.UInt8, net.Quantize(y, 0.04f, 77)).InIntegers("Lookup");

        Assert.Equal(Every.Select(c => (byte)Rule.Quantize((float)Exact(op, Rule.Dequantize(c, 0.05f, 90)), 0.04f, 77)), compiled.Run<byte>(Every));
    }

    [Theory]
    [InlineData("QLinearSigmoid", "Sigmoid")]
    [InlineData("QLinearLeakyRelu", "LeakyRelu")]
    public void As_a_quantized_operator(string op, string function)
    {
        var net = new Pattern();
        string y = net.Apply("com.microsoft:" + op, [net.Input(ElementType.UInt8, 256), net.Scalar(0.05f), net.Scalar((byte)90), net.Scalar(0.04f), net.Scalar((byte)77)]);
        using CompiledPattern compiled = net.Compile(ElementType.UInt8, y).InIntegers("Lookup");

        Assert.Equal(Every.Select(c => (byte)Rule.Quantize((float)Exact(function, Rule.Dequantize(c, 0.05f, 90)), 0.04f, 77)), compiled.Run<byte>(Every));
    }

    /// <summary>What a quantizer to operators keeps where activations are symmetric: the activation is one of codes behind the operator before.</summary>
    [Fact]
    public void A_relu_behind_a_quantized_operator()
    {
        var net = new Pattern();
        sbyte[] x = [.. Every.Select(c => (sbyte)(c - 128))];
        string sum = net.Apply(
            "com.microsoft:QLinearAdd",
            [net.Input(ElementType.Int8, 256), net.Scalar(0.05f), net.Scalar((sbyte)0), net.Input(ElementType.Int8, 256), net.Scalar(0.03f), net.Scalar((sbyte)5), net.Scalar(0.06f), net.Scalar((sbyte)0)]);
        string y = net.Quantize(net.Apply("Relu", [net.Dequantize(sum, 0.06f, 0, ElementType.Int8)]), 0.06f, 0, ElementType.Int8);
        using CompiledPattern compiled = net.Compile(ElementType.Int8, y);

        Assert.Empty(compiled.Problems);
        Assert.All(compiled.Work, l => Assert.True(l.Operator is "Add" or "Lookup"));
        Assert.Equal(x.Select(c => (sbyte)Math.Max(0, Rule.Add(c, 0.05f, 0, c, 0.03f, 5, 0.06f, 0, -128, 127))), compiled.Run<sbyte>(x, x));
    }

    [Fact]
    public void Windows_and_products_as_quantized_operators()
    {
        var net = new Pattern();
        string[] Codes(float scale, int zero) => [net.Scalar(scale), net.Scalar((byte)zero)];
        string x = net.Input(ElementType.UInt8, 1, 1, 4, 64);
        string pool = net.Apply(
            "com.microsoft:QLinearAveragePool", [x, .. Codes(0.05f, 90), .. Codes(0.04f, 77)], ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }));
        string product = net.Apply("com.microsoft:QLinearMul", [pool, .. Codes(0.04f, 77), net.Input(ElementType.UInt8, 1, 1, 2, 32), .. Codes(0.03f, 20), .. Codes(0.2f, 3)]);
        net.Model.Output(pool, ElementType.UInt8);
        using CompiledPattern compiled = net.Compile(ElementType.UInt8, product).InIntegers("AveragePool", "Mul");

        int[] means = [.. Enumerable.Range(0, 64).Select(i =>
        {
            int corner = (i / 32 * 128) + (i % 32 * 2);
            float sum = 0;
            foreach (int at in new[] { corner, corner + 1, corner + 64, corner + 65 })
            {
                sum += Rule.Dequantize(Every[at], 0.05f, 90);
            }

            return Rule.Inside((sum / 4 / 0.04f) + 77);
        })];
        Array[] results = compiled.RunAll(Every, Every[64..128]);
        Assert.Equal(means.Select(m => (byte)m), (byte[])results[0]);
        Assert.Equal(means.Select((m, i) => (byte)Rule.Multiply(m, 0.04f, 77, Every[64 + i], 0.03f, 20, 0.2f, 3)), (byte[])results[1]);
    }

    private static double Exact(string op, float x) => op switch
    {
        "Relu" => Math.Max(x, 0),
        "LeakyRelu" => x < 0 ? x * 0.01f : x,
        "Clip" => Math.Clamp(x, -1.03f, 2.5f),
        "PRelu" => x < 0 ? x * 0.3f : x,
        "HardSwish" => x * Math.Clamp((x / 6.0) + 0.5, 0, 1),
        "HardSigmoid" => Math.Clamp((float)(0.2f * x) + 0.5f, 0, 1),
        "Sigmoid" => 1 / (1 + Math.Exp(-x)),
        "Tanh" => Math.Tanh(x),
        "Gelu" => x / 2.0 * (1 + ErrorFunction(x / Math.Sqrt(2))),
        "Elu" => x < 0 ? Math.Exp(x) - 1 : x,
        "Exp" => Math.Exp(x),
        "Sqrt" => x < 0 ? double.NegativeInfinity : Math.Sqrt(x),
        "Neg" => -x,
        _ => Math.Abs(x),
    };

    /// <summary>2/√π · ∫ e^(−t²) from 0 to x, by its power series.</summary>
    private static double ErrorFunction(double x)
    {
        double term = x, sum = x;
        for (int n = 1; n < 200; n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }

        return Math.Abs(x) > 5 ? Math.Sign(x) : 2 / Math.Sqrt(Math.PI) * sum;
    }
}
