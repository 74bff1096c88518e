using System;
using System.Linq;
using Octavo.Compiler;
using Xunit;

namespace Octavo.Generator.Tests.Patterns;

/// <summary>Products of activations that are quantized by their own extremes: one integer kernel from codes to floats, scale and bias in its epilogue.</summary>
public sealed class DynamicPatterns
{
    private static readonly float[] X = Pattern.Reals(4 * 6);
    private static readonly float[] Bias = [0.3f, -1.25f, 0.01f, 7, -0.4f];
    private static readonly float[] Columns = [0.01f, 0.02f, 0.005f, 0.011f, 0.017f];
    private static readonly (int[] Codes, float Scale, int Zero) Quantized = Rule.QuantizeDynamically(X);

    /// <summary>What quantize_dynamic writes: MatMulInteger, Cast, Mul by the product of the scales, Add.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void MatMulInteger_cast_scale_bias(bool perColumn, bool withBias)
    {
        var net = new Pattern();
        Weights weights = new(ElementType.Int8, 0, perColumn);
        string y = Product(net, net.QuantizeDynamically(net.Input(4, 6)), weights);
        using CompiledPattern compiled = net.Compile(withBias ? net.Apply("Add", [net.Constant([5], Bias), y]) : y).WithFloatResult("DynamicQuantize", "DynamicQuantize", "MatMul");

        Assert.Equal(weights.Expected(withBias ? Bias : null), compiled.Run(X));
    }

    [Theory]
    [InlineData(ElementType.UInt8, 128)]
    [InlineData(ElementType.UInt8, 0)]
    [InlineData(ElementType.UInt8, 93)]
    [InlineData(ElementType.Int8, -11)]
    public void Weights_with_a_zero_point(ElementType element, int zero)
    {
        var net = new Pattern();
        Weights weights = new(element, zero, PerColumn: true);
        string y = Product(net, net.QuantizeDynamically(net.Input(4, 6)), weights);
        using CompiledPattern compiled = net.Compile(net.Apply("Add", [y, net.Constant([5], Bias)])).WithFloatResult("DynamicQuantize", "DynamicQuantize", "MatMul");

        Assert.Equal(weights.Expected(Bias), compiled.Run(X));
    }

    [Fact]
    public void Weights_with_a_zero_point_for_each_column()
    {
        var net = new Pattern();
        byte[] zeros = [128, 100, 255, 0, 131];
        int[] codes = Pattern.Codes(30, 0, 255);
        string[] x = net.QuantizeDynamically(net.Input(4, 6));
        string sum = net.Apply("MatMulInteger", [x[0], net.Constant([6, 5], Array.ConvertAll(codes, c => (byte)c)), x[2], net.Constant([5], zeros)]);
        using CompiledPattern compiled = net.Compile(Scaled(net, sum, x[1], net.Constant([5], Columns))).WithFloatResult("DynamicQuantize", "DynamicQuantize", "MatMul");

        int[] sums = Rule.Multiply(Quantized.Codes, [.. codes.Select((c, i) => c - zeros[i % 5])], 4, 6, 5);
        Assert.Equal(sums.Select((s, i) => s * (Quantized.Scale * Columns[i % 5])), compiled.Run(X));
    }

    /// <summary>Queries, keys and values of attention read the same codes.</summary>
    [Fact]
    public void A_quantization_that_several_products_share_runs_once()
    {
        var net = new Pattern();
        string[] x = net.QuantizeDynamically(net.Input(4, 6));
        Weights[] weights = [new(ElementType.Int8, 0, true), new(ElementType.UInt8, 121, false), new(ElementType.Int8, 3, true)];
        string[] results = [.. weights.Select(w => net.Apply("Add", [Product(net, x, w), net.Constant([5], Bias)]))];
        using CompiledPattern compiled = net.Compile(results).WithFloatResult("DynamicQuantize", "DynamicQuantize", "MatMul", "MatMul", "MatMul");

        Assert.Equal(weights.Select(w => w.Expected(Bias)), compiled.RunAll(X).Cast<float[]>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void MatMulIntegerToFloat(bool withBias)
    {
        var net = new Pattern();
        Weights weights = new(ElementType.UInt8, 117, PerColumn: true);
        string[] x = net.QuantizeDynamically(net.Input(4, 6));
        string[] bias = withBias ? [net.Constant([5], Bias)] : [];
        string y = net.Apply("com.microsoft:MatMulIntegerToFloat", [x[0], weights.Codes(net), x[1], weights.Scale(net), x[2], weights.ZeroPoint(net), .. bias]);
        using CompiledPattern compiled = net.Compile(y).WithFloatResult("DynamicQuantize", "DynamicQuantize", "MatMul");

        Assert.Equal(weights.Expected(withBias ? Bias : null), compiled.Run(X));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void DynamicQuantizeMatMul(bool withBias)
    {
        var net = new Pattern();
        Weights weights = new(ElementType.Int8, 5, PerColumn: true);
        string[] bias = withBias ? [net.Constant([5], Bias)] : [];
        string y = net.Apply("com.microsoft:DynamicQuantizeMatMul", [net.Input(4, 6), weights.Codes(net), weights.Scale(net), weights.ZeroPoint(net), .. bias]);
        using CompiledPattern compiled = net.Compile(y).WithFloatResult("DynamicQuantize", "DynamicQuantize", "MatMul");

        Assert.Equal(weights.Expected(withBias ? Bias : null), compiled.Run(X));
    }

    /// <summary>The convolution of quantize_dynamic: its bias is reshaped to stand beside the channels. Padding is the code that is zero, known at run time.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void ConvInteger_cast_scale_bias(bool padded, bool withBias)
    {
        var net = new Pattern();
        float[] image = Pattern.Reals(2 * 4 * 5, seed: 3);
        int[] codes = Pattern.Codes(3 * 2 * 3 * 3, 0, 255);
        string[] x = net.QuantizeDynamically(net.Input(1, 2, 4, 5));
        int pad = padded ? 1 : 0;
        string w = net.Constant([3, 2, 3, 3], Array.ConvertAll(codes, c => (byte)c));
        string sum = net.Apply("ConvInteger", [x[0], w, x[2], net.Scalar((byte)119)], ("pads", new[] { pad, pad, pad, pad }));
        string y = Scaled(net, sum, x[1], net.Scalar(0.013f));
        string bias = net.Apply("Reshape", [net.Constant([3], Bias[..3]), net.Constant<long>([4], 1, -1, 1, 1)]);
        using CompiledPattern compiled = net.Compile(withBias ? net.Apply("Add", [y, bias]) : y).WithFloatResult(
            [.. Enumerable.Repeat("DynamicQuantize", 2), .. Enumerable.Repeat("Conv", padded ? 2 : 1)]);

        var quantized = Rule.QuantizeDynamically(image);
        int[] sums = Rule.Convolve(quantized.Codes, 2, 4, 5, [.. codes.Select(c => c - 119)], 3, 3, pad);
        Assert.Equal(sums.Select((s, i) => (s * (quantized.Scale * 0.013f)) + (withBias ? Bias[i / (sums.Length / 3)] : 0)), compiled.Run(image));
    }

    /// <summary>Codes, scale and zero point all go to one Dequantize, whose product has quantized weights.</summary>
    [Fact]
    public void A_dynamic_quantization_that_is_dequantized_at_once()
    {
        var net = new Pattern();
        int[] codes = Pattern.Codes(30, -127, 127);
        string x = net.Apply("DequantizeLinear", net.QuantizeDynamically(net.Input(4, 6)));
        using CompiledPattern compiled = net.Compile(net.Apply("Gemm", [x, net.Weights(codes, Columns, 1, 6, 5), net.Constant([5], Bias)])).WithFloatResult("DynamicQuantize", "DynamicQuantize", "MatMul");

        Assert.Equal(Rule.Multiply(Quantized.Codes, codes, 4, 6, 5).Select((s, i) => (s * (Quantized.Scale * Columns[i % 5])) + Bias[i % 5]), compiled.Run(X));
    }

    /// <summary>What tf2onnx writes for ranges that it does not know.</summary>
    [Fact]
    public void Scales_that_are_computed()
    {
        var net = new Pattern();
        string x = net.Input(4, 6), scale = net.Input();
        string codes = net.Apply("QuantizeLinear", [x, scale, net.Scalar((byte)120)]);
        using CompiledPattern compiled = net.Compile(net.Apply("DequantizeLinear", [codes, scale, net.Scalar((byte)120)]));

        Assert.Equal(X.Select(v => Rule.Dequantize(Rule.Quantize(v, 0.013f, 120), 0.013f, 120)), compiled.Run(X, (float[])[0.013f]));
    }

    [Fact]
    public void Scales_along_an_axis_that_are_computed()
    {
        var net = new Pattern();
        string codes = net.Apply("QuantizeLinear", [net.Input(4, 6), net.Input(4)], ("axis", 0));
        using CompiledPattern compiled = net.Compile(ElementType.UInt8, codes);

        float[] scales = [0.01f, 0.02f, 0.003f, 0.5f];
        Assert.Equal(X.Select((v, i) => (byte)Rule.Quantize(v, scales[i / 6], 0)), compiled.Run<byte>(X, scales));
    }

    private static string Product(Pattern net, string[] x, Weights weights) =>
        Scaled(net, net.Apply("MatMulInteger", [x[0], weights.Codes(net), x[2], weights.ZeroPoint(net)]), x[1], weights.Scale(net));

    private static string Scaled(Pattern net, string sum, string left, string right) =>
        net.Apply("Mul", [net.Apply("Cast", [sum], ("to", 1)), net.Apply("Mul", [left, right])]);

    /// <summary>A matrix of 6 rows and 5 columns.</summary>
    private sealed record Weights(ElementType Element, int Zero, bool PerColumn)
    {
        private int[] Values => Element == ElementType.UInt8 ? Pattern.Codes(30, 0, 255, Zero) : Pattern.Codes(30, -127, 127, Zero);

        public string Codes(Pattern net) => Element == ElementType.UInt8
            ? net.Constant([6, 5], Array.ConvertAll(Values, c => (byte)c))
            : net.Constant([6, 5], Array.ConvertAll(Values, c => (sbyte)c));

        public string Scale(Pattern net) => PerColumn ? net.Constant([5], Columns) : net.Scalar(Columns[0]);

        public string ZeroPoint(Pattern net) => net.Zero(Zero, Element);

        public float[] Expected(float[]? bias)
        {
            int[] sums = Rule.Multiply(DynamicPatterns.Quantized.Codes, [.. Values.Select(c => c - Zero)], 4, 6, 5);
            return [.. sums.Select((s, i) => (s * (DynamicPatterns.Quantized.Scale * Columns[PerColumn ? i % 5 : 0])) + (bias?[i % 5] ?? 0))];
        }
    }
}
