using System;
using Octavo.Compiler.Reference;

namespace Octavo.Compiler.Passes.Algebra;

/// <summary>The bias of an integer convolution or product, in the scale <c>sx * sw[c]</c> of its int32 accumulators.</summary>
internal static class Accumulators
{
    /// <summary>
    /// The int32 form of a constant bias. Integers whose scale is the accumulators', or as close to it as exporters come, are used as they are; a real b
    /// becomes <c>round_half_even(b / (sx * sw[c]))</c>. Null when the bias is not constant or some channel does not fit.
    /// </summary>
    public static Value? QuantizeBias(Value bias, Quantization x, Quantization w, int channels)
    {
        if (bias.ProducedBy<Dequantize>()?.X is { IsConstant: true, Type.Element: ElementType.Int32 } codes && IsAccumulatorScale(codes.Type.Quantization!, x, w, channels))
        {
            return new Value(codes.Name, codes.Data!);
        }

        if (Real(bias) is not { } real)
        {
            return null;
        }

        int[] integers = new int[channels];
        for (int c = 0; c < channels; c++)
        {
            float unit = x.Scale * w.ScaleOf(c);
            double code = Math.Round((double)(real[c] / unit), MidpointRounding.ToEven);
            // Written so that NaN, from a scale of zero, fails as well.
            if (!(code >= int.MinValue && code <= int.MaxValue))
            {
                return null;
            }

            integers[c] = (int)code;
        }

        return new Value(bias.Name, TensorData.Ints(new Shape(channels), integers));
    }

    /// <summary>The bias is a constant, or one behind a Dequantize.</summary>
    public static bool IsConstant(Value? bias) => bias is null || bias.IsConstant || bias.ProducedBy<Dequantize>() is { X.IsConstant: true };

    /// <summary>
    /// A bias as one value per channel; null when it is something else. Its last axes run along the channels and <paramref name="inner"/> axes of 1; a constant
    /// number is repeated.
    /// </summary>
    public static Value? Vector(Graph graph, Node before, Value bias, int channels, int inner = 0)
    {
        var vector = new Shape(channels);
        if (bias.Shape.Length == channels && (channels == 1 || (bias.Shape.Rank > inner && bias.Shape[-1 - inner] == channels)))
        {
            return bias.Shape.Rank == 1 ? bias : graph.InsertBefore(before, new Reshape(vector), $"{bias.Name}/bias", [bias], bias.Type.Of(vector));
        }

        if (bias.Shape.Length != 1 || !IsConstant(bias) || bias.Type.Quantization is { IsPerTensor: false })
        {
            return null;
        }

        var one = new Shape(1);
        Value number = graph.InsertBefore(before, new Reshape(one), $"{bias.Name}/number", [bias], bias.Type.Of(one));
        return graph.InsertBefore(before, new Pick([new int[channels]]), $"{bias.Name}/bias", [number], bias.Type.Of(vector));
    }

    /// <summary>As close to the accumulators' scale as exporters come.</summary>
    public static bool IsNear(float scale, float unit) => Math.Abs(scale - unit) <= 1e-6f + (1e-2f * Math.Abs(unit));

    private static bool IsAccumulatorScale(Quantization bias, Quantization x, Quantization w, int channels)
    {
        for (int c = 0; c < channels; c++)
        {
            float expected = x.Scale * w.ScaleOf(c);
            if (bias.ZeroPointOf(c) != 0 || !IsNear(bias.ScaleOf(c), expected))
            {
                return false;
            }
        }

        return true;
    }

    private static float[]? Real(Value bias)
    {
        if (bias.IsConstant)
        {
            return bias.Data!.ToFloats();
        }

        return bias.ProducedBy<Dequantize>()?.X is { IsConstant: true } codes
            ? Evaluator.Evaluate(new Dequantize(), [new Operand(codes.Data!, codes.Type.Quantization)], [bias.Type])[0].ToFloats()
            : null;
    }
}
