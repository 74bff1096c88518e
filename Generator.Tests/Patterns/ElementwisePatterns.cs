using System;
using System.Linq;
using Octavo.Compiler;
using Xunit;

namespace Octavo.Generator.Tests.Patterns;

/// <summary>Additions and products of two tensors, and activations that are made of several operators.</summary>
public sealed class ElementwisePatterns
{
    private static readonly float[] A = Pattern.Reals(2 * 3 * 4);
    private static readonly float[] B = Pattern.Reals(2 * 3 * 4, 3, seed: 2);

    [Theory]
    [InlineData("Add")]
    [InlineData("Mul")]
    public void Two_activations(string op)
    {
        var net = new Pattern();
        string y = net.Apply(op, [net.Fake(net.Input(2, 3, 4), 0.02f, 120), net.Fake(net.Input(2, 3, 4), 0.03f, 140)]);
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.05f, 99)).InIntegers(op);

        Assert.Equal(A.Select((a, i) => Combine(op, a, B[i])), compiled.Run(A, B));
    }

    [Theory]
    [InlineData("Add")]
    [InlineData("Mul")]
    public void An_activation_with_itself(string op)
    {
        var net = new Pattern();
        string x = net.Fake(net.Input(2, 3, 4), 0.02f, 120);
        using CompiledPattern compiled = net.Compile(net.Fake(net.Apply(op, [x, x]), 0.05f, 99));

        // A function of one code: a table, with the arithmetic that the graph spells out.
        float[] expected = [.. A.Select(a => Rule.Dequantize(Rule.Quantize(a, 0.02f, 120), 0.02f, 120)).Select(a => op == "Add" ? a + a : a * a)
            .Select(v => Rule.Dequantize(Rule.Quantize(v, 0.05f, 99), 0.05f, 99))];
        Assert.True(compiled.Work is [{ Operator: "Lookup" or "Add" or "Mul", OutputType: "u8" }]);
        float[] actual = compiled.Run(A);
        Assert.All(expected.Zip(actual), p => Assert.InRange(p.First - p.Second, -0.0501f, 0.0501f));
        Assert.True(expected.Zip(actual).Count(p => p.First != p.Second) <= 1);
    }

    /// <summary>An operand in front that is a single number along the innermost axis changes places with the other one.</summary>
    [Theory]
    [InlineData(new[] { 4 }, false)]
    [InlineData(new[] { 3, 1 }, true)]
    [InlineData(new[] { 2, 1, 1 }, true)]
    [InlineData(new[] { 1 }, true)]
    public void Broadcasting_additions(int[] shape, bool single)
    {
        int count = shape.Aggregate(1, (a, b) => a * b);
        float[] b = Pattern.Reals(count, 3, seed: 3);
        foreach (bool front in new[] { false, true })
        {
            var net = new Pattern();
            string x = net.Fake(net.Input(2, 3, 4), 0.02f, 120), z = net.Fake(net.Input(shape), 0.03f, 140);
            string y = net.Apply("Add", front ? [z, x] : [x, z]);
            using CompiledPattern compiled = net.Compile(net.Fake(y, 0.05f, 99)).InIntegers("Add");

            int Partner(int i) => shape.Length == 1 ? i % count : shape.Length == 2 ? i / 4 % 3 : i / 12;
            Assert.Equal(
                A.Select((a, i) =>
                {
                    int p = Rule.Quantize(a, 0.02f, 120), q = Rule.Quantize(b[Partner(i)], 0.03f, 140);
                    int code = front && !single ? Rule.Add(q, 0.03f, 140, p, 0.02f, 120, 0.05f, 99) : Rule.Add(p, 0.02f, 120, q, 0.03f, 140, 0.05f, 99);
                    return Rule.Dequantize(code, 0.05f, 99);
                }),
                compiled.Run(A, b));
        }
    }

    /// <summary>All sums of two codes with scales that meet many halves, as ONNX Runtime rounds them: a QOperator model's s8 codes round as such.</summary>
    [Theory]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Int8)]
    public void Sums_of_codes_between_two_codes(ElementType element)
    {
        const float A = 0.0703125f, B = 0.064453125f, Y = 0.05859375f;
        int moved = element == ElementType.Int8 ? 128 : 0;
        var net = new Pattern();
        string y = net.Apply(
            "com.microsoft:QLinearAdd",
            [
                net.Input(element, 256, 1), net.Scalar(A), net.Zero(255 - moved, element),
                net.Input(element, 256), net.Scalar(B), net.Zero(26 - moved, element),
                net.Scalar(Y), net.Zero(80 - moved, element),
            ]);
        using CompiledPattern compiled = net.Compile(element, y).InIntegers("Add");

        int[] codes = [.. Enumerable.Range(-moved, 256)];
        Array input = moved == 0 ? Array.ConvertAll(codes, c => (byte)c) : Array.ConvertAll(codes, c => (sbyte)c);
        int[] expected = [.. Enumerable.Range(0, 65536).Select(i => Rule.Add(
            codes[i % 256], B, 26 - moved, codes[i / 256], A, 255 - moved, Y, 80 - moved, -moved, 255 - moved))];
        Assert.Equal(expected, compiled.RunAll(input, input)[0].Cast<object>().Select(Convert.ToInt32));
    }

    /// <summary>The place of channels in memory has no say in which operand is a single number.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_addend_for_each_channel_of_an_image(bool front)
    {
        const float A = 0.0703125f, B = 0.064453125f, Y = 0.05859375f;
        byte[] addends = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        var net = new Pattern();
        int[] ones = [.. Enumerable.Repeat(1, 256)];
        string Convolved(string v) => net.Apply("Conv", [v, net.Weights(ones, 1f, 256, 1, 1, 1)], ("group", 256));
        string x = net.Fake(Convolved(net.Dequantize(net.Input(ElementType.UInt8, 1, 256, 1, 256), A, 255)), A, 255);
        string z = net.Dequantize(net.Constant([256, 1, 1], addends), B, 26);
        string sum = net.Fake(net.Apply("Add", front ? [z, x] : [x, z]), Y, 80);
        using CompiledPattern compiled = net.Compile(ElementType.UInt8, net.Quantize(Convolved(sum), Y, 80)).InIntegers("Conv", "Add", "Conv");

        byte[] image = [.. Enumerable.Range(0, 65536).Select(i => (byte)i)];
        Assert.Equal(Enumerable.Range(0, 65536).Select(i => (byte)Rule.Add(i % 256, A, 255, i / 256, B, 26, Y, 80)), compiled.Run<byte>(image));
    }

    [Fact]
    public void A_quantized_constant()
    {
        var net = new Pattern();
        byte[] codes = [.. Pattern.Codes(12, 0, 255).Select(c => (byte)c)];
        string y = net.Apply("Mul", [net.Fake(net.Input(2, 3, 4), 0.02f, 120), net.Dequantize(net.Constant([3, 4], codes), 0.03f, 140)]);
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.05f, 99)).InIntegers("Mul");

        Assert.Equal(
            A.Select((a, i) => Rule.Dequantize(Rule.Multiply(Rule.Quantize(a, 0.02f, 120), 0.02f, 120, codes[i % 12], 0.03f, 140, 0.05f, 99), 0.05f, 99)),
            compiled.Run(A));
    }

    [Theory]
    [InlineData("Add")]
    [InlineData("Mul")]
    [InlineData("Sub")]
    [InlineData("Pow")]
    public void A_single_float_constant_makes_a_table(string op)
    {
        var net = new Pattern();
        string y = net.Apply(op, [net.Fake(net.Input(2, 3, 4), 0.02f, 120), net.Scalar(2f)]);
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.05f, 99)).InIntegers("Lookup");

        Assert.Equal(A.Select(a => Spelled(op, Real(a, 0.02f, 120), 2)), compiled.Run(A));
    }

    /// <summary>SiLU and its kin: the inner pair rounds, so that it belongs to the table.</summary>
    [Theory]
    [InlineData("HardSigmoid", true)]
    [InlineData("HardSigmoid", false)]
    [InlineData("Sigmoid", true)]
    [InlineData("Sigmoid", false)]
    public void A_gate_times_its_input_is_one_table_or_one_product(string gate, bool inner)
    {
        var net = new Pattern();
        string codes = net.Quantize(net.Input(2, 3, 4), 0.02f, 120);
        string g = net.Apply(gate, [net.Dequantize(codes, 0.02f, 120)]);
        g = inner ? net.Fake(g, 1 / 256f, 0) : g;
        string y = net.Apply("Mul", [net.Dequantize(codes, 0.02f, 120), g]);
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.05f, 99));

        Assert.Empty(compiled.Problems);
        Assert.All(compiled.Work, l => Assert.Equal("u8", l.OutputType));
        float[] actual = compiled.Run(A);
        for (int i = 0; i < A.Length; i++)
        {
            int x = Rule.Quantize(A[i], 0.02f, 120);
            float real = Rule.Dequantize(x, 0.02f, 120);
            float value = gate == "Sigmoid" ? (float)(1 / (1 + Math.Exp(-(double)real))) : Math.Min(Math.Max((real * 0.2f) + 0.5f, 0), 1);
            int expected = inner
                ? Rule.Multiply(x, 0.02f, 120, Rule.Quantize(value, 1 / 256f, 0), 1 / 256f, 0, 0.05f, 99)
                : Rule.Quantize(real * value, 0.05f, 99);
            Assert.InRange(MathF.Round(actual[i] / 0.05f) + 99, expected - (inner ? 1 : 0), expected + (inner ? 1 : 0));
        }
    }

    private static float Combine(string op, float a, float b)
    {
        int p = Rule.Quantize(a, 0.02f, 120), q = Rule.Quantize(b, 0.03f, 140);
        int code = op == "Add" ? Rule.Add(p, 0.02f, 120, q, 0.03f, 140, 0.05f, 99) : Rule.Multiply(p, 0.02f, 120, q, 0.03f, 140, 0.05f, 99);
        return Rule.Dequantize(code, 0.05f, 99);
    }

    private static float Spelled(string op, float a, float b)
    {
        float y = op switch
        {
            "Add" => a + b,
            "Sub" => a - b,
            "Mul" => a * b,
            "Div" => a / b,
            "Pow" => MathF.Pow(a, b),
            "Min" => MathF.Min(a, b),
            _ => MathF.Max(a, b),
        };
        return Real(y, 0.05f, 99);
    }

    /// <summary>Quantize, then Dequantize.</summary>
    private static float Real(float v, float scale, int zero) => Rule.Dequantize(Rule.Quantize(v, scale, zero), scale, zero);
}
