using System;
using System.Linq;
using Octavo.Compiler;
using Xunit;

namespace Octavo.Generator.Tests.Patterns;

/// <summary>Models of quantized operators: codes from one operator to the next, moved by ONNX's own operators in between.</summary>
public sealed class OperatorPatterns
{
    private static readonly int[] W = Pattern.Codes(3 * 2 * 3 * 3, -127, 127), Bias = [150, -700, 33];

    /// <summary>Padding with the zero point stands for padding with 0; a maximum is one of codes; a Clip bounds codes.</summary>
    [Theory]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Int8)]
    public void A_network_of_quantized_operators(ElementType element)
    {
        int moved = element == ElementType.Int8 ? 128 : 0;
        int[] x = [.. Pattern.Codes(2 * 4 * 6, 0, 255).Select(c => c - moved)];
        var net = new Pattern();
        string[] Codes(float scale, int zero) => [net.Scalar(scale), net.Zero(zero - moved, element)];
        string Raw(int code) => net.Zero(code - moved, element);
        string conv = net.Apply(
            "QLinearConv",
            [
                net.Input(element, 1, 2, 4, 6), .. Codes(0.02f, 117),
                net.Constant([3, 2, 3, 3], Array.ConvertAll(W, c => (sbyte)c)), net.Scalar(0.01f), net.Scalar((sbyte)0),
                .. Codes(0.05f, 60), net.Constant([3], Bias),
            ],
            ("pads", new[] { 1, 1, 1, 1 }));
        string pooled = net.Apply("MaxPool", [conv], ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }));
        string clipped = net.Apply("Clip", [pooled, Raw(70), Raw(200)]);
        string padded = net.Apply("Pad", [clipped, net.Constant([8], 0L, 0L, 1L, 0L, 0L, 0L, 0L, 0L), Raw(60)]);
        string mean = net.Apply("com.microsoft:QLinearGlobalAveragePool", [padded, .. Codes(0.05f, 60), .. Codes(0.02f, 90)], ("channels_last", 0));
        string flat = net.Apply("Squeeze", [mean, net.Constant([2], 2L, 3L)]);
        int[] w = Pattern.Codes(3 * 4, -127, 127, seed: 3);
        string y = net.Apply(
            "QLinearMatMul",
            [flat, .. Codes(0.02f, 90), net.Constant([3, 4], Array.ConvertAll(w, c => (sbyte)c)), net.Scalar(0.01f), net.Scalar((sbyte)0), .. Codes(0.03f, 128)]);
        using CompiledPattern compiled = net.Compile(element, y);

        Assert.Empty(compiled.Problems);
        Assert.All(compiled.Work, l => Assert.True(l.OutputType is "u8" or "s8"));
        int[] image = [.. Rule.Convolve([.. x.Select(c => c + moved - 117)], 2, 4, 6, W, 3, 3, 1, Bias).Select(sum => Rule.Requantize(sum, 0.02f, 0.01f, 0.05f, 60))];
        int[] means = [.. Enumerable.Range(0, 3).Select(c =>
        {
            int sum = Enumerable.Range(0, 6).Sum(i =>
            {
                int corner = (c * 24) + (i / 3 * 12) + (i % 3 * 2);
                int most = Math.Max(Math.Max(image[corner], image[corner + 1]), Math.Max(image[corner + 6], image[corner + 7]));
                return Math.Clamp(most, 70, 200) - 60;
            });
            return Rule.Outside(sum * (0.05f / (0.02f * 9)), 90);
        })];
        int[] expected = [.. Rule.Multiply([.. means.Select(m => m - 90)], w, 1, 3, 4).Select(sum => Rule.Requantize(sum, 0.02f, 0.01f, 0.03f, 128) - moved)];
        Array input = moved == 0 ? Array.ConvertAll(x, c => (byte)c) : Array.ConvertAll(x, c => (sbyte)c);
        Assert.Equal(expected, compiled.RunAll(input)[0].Cast<object>().Select(Convert.ToInt32));
    }

    [Fact]
    public void Codes_move_as_they_are()
    {
        var net = new Pattern();
        net.Model.NamedNode("split", "Split", [net.Input(ElementType.UInt8, 1, 4, 2, 2), net.Constant([2], 1L, 3L)], ["first", "second"], ("axis", 1));
        string large = net.Apply(
            "Resize", ["first", "", net.Constant([4], 1f, 1f, 2f, 1f)], ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"));
        string picked = net.Apply("Gather", ["second", net.Constant([2], 2L, 0L)], ("axis", 1));
        string turned = net.Apply("Transpose", [net.Apply("Reshape", [picked, net.Constant([2], 4L, 2L)])], ("perm", new[] { 1, 0 }));
        net.Model.Output(large, ElementType.UInt8);
        using CompiledPattern compiled = net.Compile(ElementType.UInt8, turned).InIntegers();

        Array[] results = compiled.RunAll(Enumerable.Range(0, 16).Select(i => (byte)i).ToArray());
        Assert.Equal([0, 1, 0, 1, 2, 3, 2, 3], (byte[])results[0]);
        Assert.Equal([12, 14, 4, 6, 13, 15, 5, 7], (byte[])results[1]);
    }

    /// <summary>Joining what is quantized differently requantizes it with a table per operand.</summary>
    [Fact]
    public void A_quantized_concatenation()
    {
        byte[] codes = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        var net = new Pattern();
        string y = net.Apply(
            "com.microsoft:QLinearConcat",
            [
                net.Scalar(0.05f), net.Scalar((byte)99),
                net.Input(ElementType.UInt8, 256), net.Scalar(0.02f), net.Scalar((byte)120), net.Input(ElementType.UInt8, 256), net.Scalar(0.05f), net.Scalar((byte)99),
            ],
            ("axis", 0));
        using CompiledPattern compiled = net.Compile(ElementType.UInt8, y).InIntegers("Lookup");

        Assert.Equal(
            codes.Select(c => (byte)Rule.Quantize(Rule.Dequantize(c, 0.02f, 120), 0.05f, 99)).Concat(codes), compiled.Run<byte>(codes, codes));
    }
}
