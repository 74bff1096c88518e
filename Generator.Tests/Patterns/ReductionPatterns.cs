using System;
using System.Linq;
using Octavo.Compiler;
using Xunit;

namespace Octavo.Generator.Tests.Patterns;

/// <summary>Reductions and choices between Dequantize and Quantize.</summary>
public sealed class ReductionPatterns
{
    private static readonly float[] X = Pattern.Reals(3 * 5 * 40);

    [Theory]
    [InlineData("ReduceMean", 1)]
    [InlineData("ReduceMean", 2)]
    [InlineData("ReduceSum", 1)]
    [InlineData("ReduceSum", 2)]
    [InlineData("ReduceMax", 1)]
    [InlineData("ReduceMax", 2)]
    [InlineData("ReduceMin", 2)]
    public void Reductions_along_an_axis(string op, int axis)
    {
        var net = new Pattern();
        (float scale, int zero) = op == "ReduceSum" ? (0.5f, 99) : op == "ReduceMean" ? (0.01f, 99) : (0.02f, 120);
        string x = net.Fake(net.Input(3, 5, 40), 0.02f, 120);
        string y = op == "ReduceSum" ? net.Apply(op, [x, net.Constant([1], (long)axis)], ("keepdims", 0)) : net.Apply(op, [x], ("axes", new[] { axis }), ("keepdims", 0));
        using CompiledPattern compiled = net.Compile(net.Fake(y, scale, zero)).InIntegers(op);

        int[] codes = [.. X.Select(v => Rule.Quantize(v, 0.02f, 120))];
        int inner = axis == 1 ? 40 : 1, length = axis == 1 ? 5 : 40;
        float multiplier = 0.02f / (scale * (op == "ReduceMean" ? length : 1));
        Assert.Equal(
            Enumerable.Range(0, 3 * 5 * 40 / length).Select(i =>
            {
                int[] run = [.. Enumerable.Range(0, length).Select(k => codes[(i / inner * length * inner) + (k * inner) + (i % inner)])];
                int code = op switch
                {
                    "ReduceMax" => run.Max(),
                    "ReduceMin" => run.Min(),
                    _ => Rule.Outside(run.Sum(c => c - 120) * multiplier, zero),
                };
                return Rule.Dequantize(code, scale, zero);
            }),
            compiled.Run(X));
    }

    /// <summary>Means over the image, as many networks write their last pool.</summary>
    [Theory]
    [InlineData(ElementType.UInt8, 120)]
    [InlineData(ElementType.Int8, -8)]
    public void A_mean_over_an_image_is_its_global_average(ElementType element, int zero)
    {
        var net = new Pattern();
        string x = net.Fake(net.Input(1, 5, 10, 12), 0.02f, zero, element);
        string y = net.Apply("ReduceMean", [x], ("axes", new[] { 2, 3 }));
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.01f, zero, element)).InIntegers("ReduceMean");

        (int low, int high) = element == ElementType.Int8 ? (-128, 127) : (0, 255);
        int[] sums = [.. Enumerable.Range(0, 5).Select(c => X.Skip(c * 120).Take(120).Sum(v => Rule.Quantize(v, 0.02f, zero, low, high) - zero))];
        Assert.Equal(sums.Select(s => Rule.Dequantize(Rule.Outside(s * (0.02f / (0.01f * 120)), zero, low, high), 0.01f, zero)), compiled.Run(X));
    }

    [Theory]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Int8)]
    public void The_place_of_the_maximum_is_found_among_codes(ElementType element)
    {
        var net = new Pattern();
        int zero = element == ElementType.Int8 ? -8 : 120;
        string y = net.Apply("ArgMax", [net.Fake(net.Input(15, 40), 0.2f, zero, element)], ("axis", 1), ("keepdims", 0));
        using CompiledPattern compiled = net.Compile(ElementType.Int64, y);

        Assert.Empty(compiled.Problems);
        int[] codes = [.. X.Select(v => Rule.Quantize(v, 0.2f, 0, -128, 127))];
        Assert.Equal(
            Enumerable.Range(0, 15).Select(row => (long)Array.IndexOf(codes[(row * 40)..((row + 1) * 40)], codes[(row * 40)..((row + 1) * 40)].Max())),
            compiled.Run<long>(X));
    }

    [Fact]
    public void The_largest_elements_are_found_among_codes()
    {
        var net = new Pattern();
        net.Model.NamedNode("top", "TopK", [net.Fake(net.Input(15, 40), 0.02f, 120), net.Constant([1], 3L)], ["values", "indices"]);
        using CompiledPattern compiled = net.Compile(net.Fake("values", 0.02f, 120)).InIntegers("TopK");

        Assert.Equal(
            Enumerable.Range(0, 15).SelectMany(row => X.Skip(row * 40).Take(40).Select(v => Rule.Quantize(v, 0.02f, 120)).OrderDescending().Take(3))
                .Select(c => Rule.Dequantize(c, 0.02f, 120)),
            compiled.Run(X));
    }

    [Fact]
    public void A_choice_of_two_tensors_is_one_pass()
    {
        var net = new Pattern();
        string y = net.Apply("Where", [net.Input(ElementType.Bool, 15, 40), net.Fake(net.Input(15, 40), 0.02f, 120), net.Dequantize(net.Constant([40], new byte[40]), 0.03f, 7)]);
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.05f, 99)).InIntegers("Fusion");

        bool[] choice = [.. Enumerable.Range(0, 600).Select(i => i % 3 == 0)];
        Assert.Equal(
            X.Select((v, i) => choice[i] ? Rule.Dequantize(Rule.Quantize(v, 0.02f, 120), 0.02f, 120) : -7 * 0.03f)
                .Select(v => Rule.Dequantize(Rule.Quantize(v, 0.05f, 99), 0.05f, 99)),
            compiled.Run(choice, X));
    }

    /// <summary>The other branch is a number that nobody quantized.</summary>
    [Fact]
    public void A_choice_of_a_tensor_or_a_float_constant()
    {
        var net = new Pattern();
        string y = net.Apply("Where", [net.Input(ElementType.Bool, 15, 40), net.Fake(net.Input(15, 40), 0.02f, 120), net.Scalar(-0.77f)]);
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.05f, 99)).InIntegers("Fusion");

        bool[] choice = [.. Enumerable.Range(0, 600).Select(i => i % 3 == 0)];
        Assert.Equal(
            X.Select((v, i) => choice[i] ? Rule.Dequantize(Rule.Quantize(v, 0.02f, 120), 0.02f, 120) : -0.77f).Select(v => Rule.Dequantize(Rule.Quantize(v, 0.05f, 99), 0.05f, 99)),
            compiled.Run(choice, X));
    }

    /// <summary>Codes come in, probabilities go out: a table of exponentials for the codes, or floats where nobody quantizes the result.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_softmax(bool quantized)
    {
        var net = new Pattern();
        string y = net.Apply("Softmax", [net.Fake(net.Input(15, 40), 0.02f, 120)], ("axis", 1));
        using CompiledPattern compiled = net.Compile(quantized ? net.Fake(y, 1 / 256f, 0) : y);

        Assert.Equal(quantized ? "softmax" : "float softmax", compiled.Work[^1].Kernel);
        float[] actual = compiled.Run(X);
        for (int row = 0; row < 15; row++)
        {
            int[] codes = [.. X.Skip(row * 40).Take(40).Select(v => Rule.Quantize(v, 0.02f, 120))];
            double shift = Math.Max(0, Math.Log(float.MaxValue / 40) - 5) / 0.02f;
            float[] powers = [.. codes.Select(c => quantized ? (float)Math.Exp((c - codes.Max() + shift) * 0.02f) : (float)Math.Exp((c - codes.Max()) * 0.02f))];
            float sum = powers.Aggregate(0f, (total, p) => total + p);
            Assert.All(Enumerable.Range(0, 40), i =>
            {
                float real = actual[(row * 40) + i], expected = quantized ? Rule.Outside(powers[i] * 256 / sum, 0) / 256f : powers[i] / sum;
                Assert.InRange(real, expected - (quantized ? 0 : 1e-6f), expected + (quantized ? 0 : 1e-6f));
            });
        }
    }

    /// <summary>Boxes, attention masks and the like stay float, and the report names them.</summary>
    [Fact]
    public void A_running_sum_between_pairs_runs_in_float()
    {
        var net = new Pattern();
        string y = net.Apply("CumSum", [net.Fake(net.Input(15, 40), 0.02f, 120), net.Scalar(1L)]);
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.1f, 128));

        Problem problem = Assert.Single(compiled.Problems);
        Assert.Equal(ProblemKind.FloatFallback, problem.Kind);
        Assert.Contains("runs in float", problem.Message, StringComparison.Ordinal);
        float sum = 0;
        Assert.Equal(
            X.Select((v, i) => Rule.Quantize(sum = (i % 40 == 0 ? 0 : sum) + Rule.Dequantize(Rule.Quantize(v, 0.02f, 120), 0.02f, 120), 0.1f, 128)).Select(c => Rule.Dequantize(c, 0.1f, 128)),
            compiled.Run(X));
    }
}
