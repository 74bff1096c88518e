using System;
using System.Collections.Generic;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Weights;
using Octavo.Compiler.Codegen.Writing;
using Octavo.Compiler.Reference.Arithmetic;

namespace Octavo.Compiler.Codegen;

/// <summary>
/// The constants of Runtime's Epilogue for a Conv or MatMul node, folded at build time, and the C# that sets them:
/// <c>Σ(x−zx)(w−zw) = Σxw − zw·Σx − zx·Σw + K·zx·zw</c>, of which the last two terms and the bias are one constant per channel.
/// </summary>
internal sealed class EpilogueCode
{
    private readonly List<string> _lines = [];
    private int[] _bias = [];
    private float[] _multipliers = [];

    private EpilogueCode()
    {
    }

    /// <summary>The bias of each channel, padded as the arrays of Epilogue are.</summary>
    public IReadOnlyList<int> Biases => _bias;

    /// <summary>The multiplier of each channel, padded likewise.</summary>
    public IReadOnlyList<float> Multipliers => _multipliers;

    /// <summary>Whether results are codes of this layer's own, without a residual.</summary>
    public bool IsPlain { get; private set; }

    /// <summary>For dot-product kernels: both biases, and zero points of the weights where some are left.</summary>
    public static EpilogueCode ForProducts(Node node, PlanContext context, WeightMatrix matrix)
    {
        var code = new EpilogueCode();
        Padding padded = PaddingOf(matrix);
        int[] sums = padded.Map(matrix.Sum);
        code.Weights(context, matrix, padded, sums, code.Bias(node, context, padded, InputFactors(matrix, padded, sums)));
        code.Finish(node, context, padded, matrix.Scale);
        return code;
    }

    /// <summary>For float results of dot-product kernels on codes that another kernel makes, which sets scale and zero point of x.</summary>
    public static EpilogueCode ForStates(PlanContext context, WeightMatrix matrix)
    {
        var code = new EpilogueCode();
        Padding padded = PaddingOf(matrix);
        int[] sums = padded.Map(matrix.Sum);
        code.Section("InputFactor", "int*", context.Weights.Add(InputFactors(matrix, padded, sums)));
        code.Weights(context, matrix, padded, sums, new int[sums.Length]);
        code.FinishFloat(null, context, padded, matrix.Scale, null);
        return code;
    }

    /// <summary>For depthwise kernels, whose weights have no zero point left: <paramref name="sum"/> gives Σ(w−zw) of a channel.</summary>
    public static EpilogueCode ForDepthwise(Node node, PlanContext context, int channels, Func<int, int> sum, Func<int, float> scale)
    {
        var code = new EpilogueCode();
        var padded = new Padding(1, channels, (channels + 15) / 16 * 16);
        code.Section("Bias", "int*", context.Weights.Add(code.Bias(node, context, padded, padded.Map(c => -sum(c)))));
        code.Finish(node, context, padded, scale);
        return code;
    }

    /// <summary>For products of two activations, whose biases a kernel computes into scratch memory that the layer names.</summary>
    public static EpilogueCode ForActivations(Node node, PlanContext context, int columns)
    {
        var code = new EpilogueCode();
        code.Finish(node, context, new Padding(1, columns, (columns + 15) / 16 * 16), _ => node.Inputs[1]!.Type.Quantization!.Scale);
        return code;
    }

    /// <summary>Writes <c>var epilogue = new octavo::Epilogue { … };</c>; <paramref name="extra"/> are further initializers.</summary>
    public void Write(CodeWriter code, params string[] extra)
    {
        using (code.Block("var epilogue = new octavo::Epilogue", ";"))
        {
            foreach (string line in _lines)
            {
                code.Line(line + ",");
            }

            foreach (string line in extra)
            {
                code.Line(line + ",");
            }
        }
    }

    private static Padding PaddingOf(WeightMatrix matrix) => new(matrix.Groups, matrix.Channels, matrix.PaddedChannels);

    /// <summary>What zx is multiplied by: K·zw − Σw.</summary>
    private static int[] InputFactors(WeightMatrix matrix, Padding padded, int[] sums)
    {
        int length = matrix.Segments * matrix.SegmentLength;
        int[] factors = padded.Map(matrix.ZeroPoint);
        for (int i = 0; i < factors.Length; i++)
        {
            factors[i] = unchecked((length * factors[i]) - sums[i]);
        }

        return factors;
    }

    private void Weights(PlanContext context, WeightMatrix matrix, Padding padded, int[] sums, int[] bias)
    {
        int[] zeroPoints = padded.Map(matrix.ZeroPoint), signedBias = new int[bias.Length];
        for (int i = 0; i < bias.Length; i++)
        {
            // Kernels that read x−128 miss 128·Σw.
            signedBias[i] = unchecked(bias[i] + (128 * sums[i]));
        }

        Section("Bias", "int*", context.Weights.Add(bias));
        Section("SignedBias", "int*", context.Weights.Add(signedBias));
        if (Array.Exists(zeroPoints, z => z != 0))
        {
            Section("WeightZeroPoint", "int*", context.Weights.Add(zeroPoints));
        }
    }

    /// <summary>
    /// The node's integer bias plus <c>zx·factor[c]</c>; when zx is computed at run time, the kernel adds that, and the layer's method has the pointers
    /// <c>scale</c> and <c>zeroPoint</c>.
    /// </summary>
    private int[] Bias(Node node, PlanContext context, Padding padded, int[] factor)
    {
        int[] bias = _bias = IntegerBias(node, padded);
        if (node.Op is Conv { IsDynamic: true } or MatMul { IsDynamic: true })
        {
            Section("InputFactor", "int*", context.Weights.Add(factor));
            Set("InputZeroPoint", "*zeroPoint");
            Set("InputScale", "*scale");
            return bias;
        }

        int zx = node.X.Type.Quantization!.ZeroPoint;
        for (int i = 0; i < bias.Length; i++)
        {
            bias[i] = unchecked(bias[i] + (zx * factor[i]));
        }

        return bias;
    }

    private static int[] IntegerBias(Node node, Padding padded)
    {
        Value? bias = node.Input(2);
        return bias is null || bias.Type.Element != ElementType.Int32 ? padded.Map(_ => 0) : padded.Map(c => (int)bias.Data!.IntegerAt(c));
    }

    private static Clamp ClampOf(Clamp? clamp, ElementType element) => clamp ?? Clamp.Of(element);

    private void Finish(Node node, PlanContext context, Padding padded, Func<int, float> weightScale)
    {
        if (node.Y.Type is { Element: ElementType.Int32, IsQuantized: false })
        {
            Set("Kind", "octavo::EpilogueKind.Accumulators");
            return;
        }

        // A scale of x that is computed at run time, the kernel multiplies by.
        float sx = node.X.Type.Quantization?.Scale ?? 1;
        (Clamp? clamp, FloatClamp? activation, Residual? residual) = node.Op switch
        {
            Conv conv => (conv.Clamp, conv.Activation, conv.Residual),
            MatMul product => (product.Clamp, product.Activation, product.Residual),
            _ => throw new InvalidOperationException(node.Op.Name),
        };

        if (node.Y.Type.Quantization is null)
        {
            FinishFloat(node.Input(2), context, padded, c => sx * weightScale(c), activation);
            return;
        }

        ElementType element = residual?.Element ?? node.Y.Type.Element;
        Quantization own = residual?.Intermediate ?? node.Y.Type.Quantization;
        Clamp codes = ClampOf(clamp, element);
        Set("Kind", residual is null ? "octavo::EpilogueKind.Codes" : "octavo::EpilogueKind.CodesPlusResidual");
        _multipliers = padded.Map(c => Requantization.Multiplier(sx, weightScale(c), own.Scale));
        IsPlain = residual is null;
        Section("Multiplier", "float*", context.Weights.Add(_multipliers));
        Set("IsReducing", Literal.Bool(Array.TrueForAll(_multipliers, m => Math.Abs(m) < 1)));
        Set("ZeroPoint", Literal.Int(own.ZeroPoint));
        Set("Low", Literal.Int(codes.Low));
        Set("High", Literal.Int(codes.High));
        if (residual is not null)
        {
            SetResidual(node, residual, own);
        }
    }

    private void SetResidual(Node node, Residual residual, Quantization own)
    {
        Value operand = node.Inputs[3]!;
        Quantization other = operand.Type.Quantization!, result = node.Y.Type.Quantization!;
        (Quantization a, Quantization b) = residual.ResidualFirst ? (other, own) : (own, other);
        AddParameters add = QuantizedAdd.Parameters(a, b, result);
        Clamp codes = ClampOf(residual.Clamp, node.Y.Type.Element);
        Set("Residual", "residual");
        Set("ResidualFirst", Literal.Bool(residual.ResidualFirst));
        Set("SelfScale", Literal.Float(residual.ResidualFirst ? add.SecondScale : add.FirstScale));
        Set("ResidualScale", Literal.Float(residual.ResidualFirst ? add.FirstScale : add.SecondScale));
        Set("ResidualOffset", Literal.Float(add.Offset));
        Set("FinalLow", Literal.Int(codes.Low));
        Set("FinalHigh", Literal.Int(codes.High));
    }

    private void FinishFloat(Value? bias, PlanContext context, Padding padded, Func<int, float> scale, FloatClamp? activation)
    {
        Set("Kind", "octavo::EpilogueKind.Float");
        Section("Multiplier", "float*", context.Weights.Add(padded.Map(scale)));
        if (bias is { Type.Element: ElementType.Float32 })
        {
            Section("FloatBias", "float*", context.Weights.Add(padded.Map(c => (float)bias.Data!.FloatAt(c))));
        }

        Set("FloatLow", Literal.Float(activation?.Low ?? float.NegativeInfinity));
        Set("FloatHigh", Literal.Float(activation?.High ?? float.PositiveInfinity));
    }

    private void Set(string field, string value) => _lines.Add($"{field} = {value}");

    private void Section(string field, string type, long offset) => Set(field, $"({type})(weights + {Literal.Int(offset)})");

    /// <summary>Per-channel arrays with every group padded to whole panels.</summary>
    private sealed class Padding(int groups, int channels, int padded)
    {
        public T[] Map<T>(Func<int, T> value)
        {
            var result = new T[groups * padded];
            for (int group = 0; group < groups; group++)
            {
                for (int channel = 0; channel < channels; channel++)
                {
                    result[(group * padded) + channel] = value((group * channels) + channel);
                }
            }

            return result;
        }
    }
}
