using System;
using System.Linq;
using Octavo.Compiler;
using Xunit;

namespace Octavo.Generator.Tests.Patterns;

/// <summary>Operators that choose and move elements work on codes, whatever the pairs around them say.</summary>
public sealed class MovementPatterns
{
    private static readonly float[] X = Pattern.Reals(4 * 6);

    [Theory]
    [InlineData(0.02f, 120)]
    [InlineData(0.05f, 99)]
    public void Reshapes_and_transposes(float scale, int zero)
    {
        var net = new Pattern();
        string x = net.Fake(net.Input(4, 6), 0.02f, 120);
        string moved = net.Apply("Transpose", [net.Apply("Reshape", [x, net.Constant([3], 2L, 2L, 6L)])], ("perm", new[] { 2, 0, 1 }));
        using CompiledPattern compiled = net.Compile(net.Fake(moved, scale, zero)).InIntegers(scale == 0.02f ? [] : ["Lookup"]);

        Assert.Equal(Enumerable.Range(0, 24).Select(i => Again(X[(i % 4 * 6) + (i / 4)], scale, zero)), compiled.Run(X));
    }

    [Theory]
    [InlineData("Slice")]
    [InlineData("Gather")]
    [InlineData("Expand")]
    [InlineData("Tile")]
    [InlineData("Squeeze")]
    [InlineData("Unsqueeze")]
    [InlineData("Flatten")]
    [InlineData("Resize")]
    [InlineData("DepthToSpace")]
    [InlineData("SpaceToDepth")]
    [InlineData("Pad")]
    [InlineData("MaxPool")]
    public void Whatever_moves_codes(string op)
    {
        var net = new Pattern();
        string x = net.Fake(net.Input(1, 4, 2, 4), 0.05f, 99);
        string y = op switch
        {
            "Slice" => net.Apply("Slice", [x, net.Constant([1], 1L), net.Constant([1], 3L), net.Constant([1], 1L)]),
            "Gather" => net.Apply("Gather", [x, net.Constant([2], 3L, 1L)], ("axis", 3)),
            "Expand" => net.Apply("Expand", [x, net.Constant([4], 2L, 4L, 2L, 4L)]),
            "Tile" => net.Apply("Tile", [x, net.Constant([4], 1L, 1L, 2L, 1L)]),
            "Squeeze" => net.Apply("Squeeze", [x, net.Constant([1], 0L)]),
            "Unsqueeze" => net.Apply("Unsqueeze", [x, net.Constant([1], 0L)]),
            "Flatten" => net.Apply("Flatten", [x]),
            "Resize" => net.Apply("Resize", [x, "", net.Constant([4], 1f, 1f, 2f, 2f)], ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor")),
            "DepthToSpace" => net.Apply("DepthToSpace", [x], ("blocksize", 2)),
            "SpaceToDepth" => net.Apply("SpaceToDepth", [x], ("blocksize", 2)),
            "Pad" => net.Apply("Pad", [x, net.Constant([8], 0L, 0L, 1L, 0L, 0L, 0L, 0L, 1L), net.Scalar(0f)]),
            _ => net.Apply("MaxPool", [x], ("kernel_shape", new[] { 2, 2 })),
        };
        using CompiledPattern compiled = net.Compile(ElementType.UInt8, net.Quantize(y, 0.05f, 99)).InIntegers(op == "MaxPool" ? ["MaxPool"] : []);

        float[] input = [.. Enumerable.Range(0, 32).Select(i => (i - 11) * 0.05f)];
        int[] moved = op switch
        {
            "Slice" => [.. Enumerable.Range(0, 32).Where(i => i / 8 is 1 or 2)],
            "Gather" => [.. Enumerable.Range(0, 16).Select(i => (i / 2 * 4) + (i % 2 == 0 ? 3 : 1))],
            "Expand" => [.. Enumerable.Range(0, 64).Select(i => i % 32)],
            "Tile" => [.. Enumerable.Range(0, 64).Select(i => (i / 16 * 8) + (i % 8))],
            "Resize" => [.. Enumerable.Range(0, 128).Select(i => (i / 32 * 8) + (i / 8 % 4 / 2 * 4) + (i % 8 / 2))],
            "DepthToSpace" => [.. Enumerable.Range(0, 32).Select(i => (((i / 8 % 2 * 2) + (i % 2)) * 8) + (i / 16 * 4) + (i % 8 / 2))],
            "SpaceToDepth" => [.. Enumerable.Range(0, 32).Select(i => (i / 2 % 4 * 8) + (i / 8 % 4 / 2 * 4) + (i / 8 % 2) + (i % 2 * 2))],
            "Pad" => [.. Enumerable.Range(0, 60).Select(i => i / 5 % 3 == 0 || i % 5 == 4 ? 11 : (i / 15 * 8) + (((i / 5 % 3) - 1) * 4) + (i % 5))],
            "MaxPool" => [.. Enumerable.Range(0, 12).Select(i => (i / 3 * 8) + 5 + (i % 3))],
            _ => [.. Enumerable.Range(0, 32)],
        };
        Assert.Equal(moved.Select(i => (byte)(i - 11 + 99)), compiled.Run<byte>(input));
    }

    /// <summary>A pair on one side of a Reshape only is as good as one on both.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_reshape_with_its_pair_on_one_side(bool behind)
    {
        var net = new Pattern();
        int[] w = Pattern.Codes(36, -127, 127);
        string Reshape(string v, params long[] shape) => net.Apply("Reshape", [v, net.Constant([shape.Length], shape)]);
        string x = behind ? net.Fake(Reshape(net.Input(2, 12), 4, 6), 0.02f, 120) : Reshape(net.Fake(net.Input(2, 12), 0.02f, 120), 4, 6);
        string product = net.Apply("MatMul", [x, net.Weights(w, 0.01f, 6, 6)]);
        using CompiledPattern compiled = net.Compile(behind ? Reshape(net.Fake(product, 0.1f, 131), 24) : net.Fake(Reshape(product, 24), 0.1f, 131)).InIntegers("MatMul");

        int[] sums = Rule.Multiply([.. X.Select(v => Rule.Quantize(v, 0.02f, 120) - 120)], w, 4, 6, 6);
        Assert.Equal(sums.Select(sum => Rule.Dequantize(Rule.Requantize(sum, 0.02f, 0.01f, 0.1f, 131), 0.1f, 131)), compiled.Run(X));
    }

    /// <summary>Padding with a number that is no code: it is rounded where the graph rounds it.</summary>
    [Fact]
    public void Padding_with_a_number_between_two_codes()
    {
        var net = new Pattern();
        string y = net.Apply("Pad", [net.Fake(net.Input(4, 6), 0.02f, 120), net.Constant([4], 0L, 1L, 0L, 0L), net.Scalar(-0.333f)]);
        using CompiledPattern compiled = net.Compile(net.Fake(y, 0.05f, 99)).InIntegers("Lookup");

        Assert.Equal(Enumerable.Range(0, 28).Select(i => i % 7 == 0 ? Real(-0.333f, 0.05f, 99) : Again(X[(i / 7 * 6) + (i % 7) - 1], 0.05f, 99)), compiled.Run(X));
    }

    [Theory]
    [InlineData(0.02f, 120, 0.03f, 140)]
    [InlineData(0.05f, 99, 0.05f, 99)]
    public void Concatenations_requantize_what_differs(float firstScale, int firstZero, float secondScale, int secondZero)
    {
        var net = new Pattern();
        string first = net.Fake(net.Input(2, 6), firstScale, firstZero), second = net.Fake(net.Input(2, 6), secondScale, secondZero);
        using CompiledPattern compiled = net.Compile(net.Fake(net.Apply("Concat", [first, second], ("axis", 0)), 0.05f, 99))
            .InIntegers(firstScale == 0.05f ? [] : ["Lookup", "Lookup"]);

        Assert.Equal(
            X.Select((v, i) => i < 12 ? Real(Real(v, firstScale, firstZero), 0.05f, 99) : Real(Real(v, secondScale, secondZero), 0.05f, 99)),
            compiled.Run(X[..12], X[12..]));
    }

    [Fact]
    public void A_split_whose_parts_have_pairs_of_their_own()
    {
        var net = new Pattern();
        string x = net.Fake(net.Input(4, 6), 0.02f, 120);
        net.Model.NamedNode("split", "Split", [x, net.Constant([2], 1L, 3L)], ["first", "second"]);
        using CompiledPattern compiled = net.Compile(net.Fake("first", 0.02f, 120), net.Fake("second", 0.05f, 99)).InIntegers("Lookup");

        Array[] results = compiled.RunAll(X);
        Assert.Equal(X[..6].Select(v => Real(v, 0.02f, 120)), (float[])results[0]);
        Assert.Equal(X[6..].Select(v => Again(v, 0.05f, 99)), (float[])results[1]);
    }

    /// <summary>One Quantize with several Dequantize, one Dequantize with several readers: the same codes for all of them.</summary>
    [Fact]
    public void Residual_fan_out()
    {
        var net = new Pattern();
        string codes = net.Quantize(net.Input(4, 6), 0.02f, 120);
        string first = net.Dequantize(codes, 0.02f, 120), second = net.Dequantize(codes, 0.02f, 120);
        int[] w = Pattern.Codes(36, -127, 127);
        string product = net.Fake(net.Apply("MatMul", [first, net.Weights(w, 0.01f, 6, 6)]), 0.1f, 131);
        string sum = net.Fake(net.Apply("Add", [second, product]), 0.11f, 130);
        string other = net.Fake(net.Apply("Mul", [second, sum]), 0.2f, 128);
        using CompiledPattern compiled = net.Compile(other).InIntegers("MatMul", "Mul");

        int[] x = [.. X.Select(v => Rule.Quantize(v, 0.02f, 120))];
        int[] sums = Rule.Multiply([.. x.Select(c => c - 120)], w, 4, 6, 6);
        Assert.Equal(
            sums.Select((accumulator, i) =>
            {
                int p = Rule.Requantize(accumulator, 0.02f, 0.01f, 0.1f, 131);
                int s = Rule.Add(x[i], 0.02f, 120, p, 0.1f, 131, 0.11f, 130);
                return Rule.Dequantize(Rule.Multiply(x[i], 0.02f, 120, s, 0.11f, 130, 0.2f, 128), 0.2f, 128);
            }),
            compiled.Run(X));
    }

    /// <summary>Two pairs in a row round twice; one table does the same.</summary>
    [Fact]
    public void Double_pairs_round_twice()
    {
        var net = new Pattern();
        string twice = net.Fake(net.Fake(net.Fake(net.Input(4, 6), 0.02f, 120), 0.07f, 100), 0.05f, 99);
        using CompiledPattern compiled = net.Compile(twice).InIntegers("Lookup");

        Assert.Equal(X.Select(v => Real(Real(Real(v, 0.02f, 120), 0.07f, 100), 0.05f, 99)), compiled.Run(X));
    }

    [Theory]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Int8)]
    public void Codes_at_both_ends(ElementType element)
    {
        var net = new Pattern();
        int[] w = Pattern.Codes(36, -127, 127), x = Pattern.Codes(24, 0, 255);
        int shift = element == ElementType.Int8 ? 128 : 0;
        string product = net.Apply("MatMul", [net.Dequantize(net.Input(element, 4, 6), 0.02f, 120 - shift, element), net.Weights(w, 0.01f, 6, 6)]);
        using CompiledPattern compiled = net.Compile(element, net.Quantize(product, 0.1f, 131 - shift, element)).InIntegers("MatMul");

        Array input = element == ElementType.UInt8 ? Array.ConvertAll(x, c => (byte)c) : Array.ConvertAll(x, c => (sbyte)(c - 128));
        int[] expected = [.. Rule.Multiply([.. x.Select(c => c - 120)], w, 4, 6, 6).Select(sum => Rule.Requantize(sum, 0.02f, 0.01f, 0.1f, 131) - shift)];
        Assert.Equal(expected, compiled.RunAll(input)[0].Cast<object>().Select(Convert.ToInt32));
    }

    [Fact]
    public void A_pair_at_both_ends_takes_codes_as_well_as_floats()
    {
        var net = new Pattern();
        int[] w = Pattern.Codes(36, -127, 127);
        string product = net.Apply("MatMul", [net.Fake(net.Input(4, 6), 0.02f, 120), net.Weights(w, 0.01f, 6, 6)]);
        using CompiledPattern compiled = net.Compile(net.Fake(product, 0.1f, 131)).InIntegers("MatMul");

        Assert.Equal((0.02f, 120), (compiled.Info.Inputs[0].Scale, compiled.Info.Inputs[0].ZeroPoint));
        Assert.Equal((0.1f, 131), (compiled.Info.Outputs[0].Scale, compiled.Info.Outputs[0].ZeroPoint));
    }

    /// <summary>The scale of activations that tf2onnx leaves in the graph, computed from constant bounds.</summary>
    [Fact]
    public void Scales_that_the_graph_computes_from_constants()
    {
        var net = new Pattern();
        string low = net.Scalar(-2.54f), high = net.Scalar(2.54f);
        string bound = net.Apply("Max", [net.Apply("Abs", [low]), net.Apply("Abs", [high])]);
        string scale = net.Apply("Div", [bound, net.Scalar(127f)]);
        string zero = net.Apply("ConstantOfShape", [net.Apply("Shape", [scale])], ("value", TensorData.From<sbyte>(ElementType.Int8, new Shape(1), [0])));
        string codes = net.Apply("QuantizeLinear", [net.Input(4, 6), scale, zero]);
        int[] w = Pattern.Codes(36, -127, 127);
        string product = net.Apply("MatMul", [net.Apply("DequantizeLinear", [codes, scale, zero]), net.Weights(w, 0.01f, 6, 6)]);
        using CompiledPattern compiled = net.Compile(net.Fake(product, 0.1f, 0, ElementType.Int8)).InIntegers("MatMul");

        float s = 2.54f / 127;
        int[] sums = Rule.Multiply([.. X.Select(v => Rule.Quantize(v, s, 0, -128, 127))], w, 4, 6, 6);
        Assert.Equal(sums.Select(sum => Rule.Dequantize(Rule.Requantize(sum, s, 0.01f, 0.1f, 0, -128, 127), 0.1f, 0)), compiled.Run(X));
    }

    /// <summary>Where tf2onnx has no range of activations, the graph computes the scale from their greatest magnitude at run time.</summary>
    [Fact]
    public void Scales_that_the_graph_computes_from_activations()
    {
        var net = new Pattern();
        string x = net.Input(4, 6);
        string most = net.Apply("ReduceMax", [x], ("keepdims", 0)), least = net.Apply("ReduceMin", [x], ("keepdims", 0));
        string bound = net.Apply("Max", [net.Apply("Abs", [most]), net.Apply("Abs", [least])]);
        string scale = net.Apply("Div", [bound, net.Scalar(127f)]);
        string zero = net.Apply("ConstantOfShape", [net.Apply("Shape", [scale])], ("value", TensorData.From<sbyte>(ElementType.Int8, new Shape(1), [0])));
        string codes = net.Apply("QuantizeLinear", [x, scale, zero]);
        net.Model.Output(codes, ElementType.Int8);
        using CompiledPattern compiled = net.Compile(net.Apply("DequantizeLinear", [codes, scale, zero]));

        Array[] results = compiled.RunAll(X);
        float s = X.Max(MathF.Abs) / 127;
        sbyte[] expected = [.. X.Select(v => (sbyte)Rule.Quantize(v, s, 0, -128, 127))];
        Assert.Equal(expected, (sbyte[])results[0]);
        Assert.Equal(expected.Select(c => c * s), (float[])results[1]);
        Assert.Contains(compiled.Work, l => l.Operator == "Fusion");
    }

    /// <summary>What a number of the input becomes behind a second pair.</summary>
    private static float Again(float v, float scale, int zero) => Real(Real(v, 0.02f, 120), scale, zero);

    /// <summary>Quantize, then Dequantize.</summary>
    private static float Real(float v, float scale, int zero) => Rule.Dequantize(Rule.Quantize(v, scale, zero), scale, zero);
}
