using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Passes.Algebra;

namespace Octavo.Compiler.Passes;

/// <summary>Warns of scales, weights and biases with which a network loses accuracy without anybody noticing. Changes nothing.</summary>
internal static class QuantizationCheck
{
    /// <summary>2⁻¹²⁶: what is smaller loses digits, and most processors lose time.</summary>
    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>Extreme codes are rare where a scale was chosen for the weights: one per channel reaches the end of the range.</summary>
    private const double MostExtreme = 0.05;

    private const int FewestWeights = 32;

    public static void Run(Graph graph, ICollection<Problem> problems)
    {
        foreach (Node node in graph.Nodes)
        {
            if (node.Op is Quantize or Dequantize && (node.Op is Quantize ? node.Y : node.X).Type.Quantization is { } quantization)
            {
                CheckScale(node, quantization, problems);
            }

            if (node.Op is Conv or MatMul or Gemm && Weights(node) is { } weights)
            {
                CheckWeights(node, weights, problems);
                CheckBias(node, weights, problems);
            }
        }
    }

    /// <summary>Constant codes, or those behind a Dequantize.</summary>
    private static Value? Weights(Node node)
    {
        Value w = node.Inputs[1]!;
        Value? codes = w.Type.IsQuantized ? w : w.Codes();
        return codes is { IsConstant: true } && codes.Type.IsByte() ? codes : null;
    }

    private static void CheckScale(Node node, Quantization quantization, ICollection<Problem> problems)
    {
        int tiny = quantization.Scales().Count(s => s < SmallestNormal);
        if (tiny > 0)
        {
            Warn(problems, node, quantization.Count == 1
                ? "has a scale of almost 0: all of its codes mean the same. Calibrate it again with inputs that reach it"
                : $"has scales of almost 0 in {tiny} of {quantization.Count} channels: all of their codes mean the same. Remove these channels, or quantize the tensor with one scale");
        }
    }

    private static void CheckWeights(Node node, Value weights, ICollection<Problem> problems)
    {
        int axis = node.Op switch { Conv => 0, Gemm { TransB: true } => 0, _ => weights.Shape.Rank - 1 };
        int channels = weights.Shape[axis], stride = (int)weights.Shape.Product(axis + 1, weights.Shape.Rank);
        Quantization quantization = weights.Type.Quantization!;
        ReadOnlySpan<byte> codes = weights.Data!.Bytes;
        bool signed = weights.Type.Element == ElementType.Int8;
        int lowest = signed ? sbyte.MinValue + 1 : byte.MinValue, highest = signed ? sbyte.MaxValue : byte.MaxValue;
        bool[] alive = new bool[channels];
        int extreme = 0, run = quantization.IsPerTensor ? stride : Math.Min(stride, Stride(weights));
        for (int start = 0; start < codes.Length; start += run)
        {
            int channel = start / stride % channels, zero = quantization.ZeroPointOf(quantization.IsPerTensor ? 0 : start / Stride(weights) % quantization.Count);
            foreach (byte stored in codes.Slice(start, run))
            {
                int code = signed ? (sbyte)stored : stored;
                alive[channel] |= code != zero;
                extreme += code <= lowest || code == highest ? 1 : 0;
            }
        }

        int dead = alive.Count(a => !a);
        if (dead > 0 && dead < channels && quantization.IsPerTensor)
        {
            Warn(problems, node, $"has {dead} of {channels} output channels whose weights are all 0 in the scale that all channels share: quantize the weights per channel");
        }

        if (codes.Length / channels >= FewestWeights && extreme > MostExtreme * codes.Length)
        {
            Warn(problems, node, $"has saturated weights: {Percent(extreme, codes.Length)} of the codes are at the end of their range. Calibrate their scale again");
        }
    }

    /// <summary>The number of elements from one index of the scales' axis to the next.</summary>
    private static int Stride(Value weights) => (int)weights.Shape.Product(weights.Type.Quantization!.Axis + 1, weights.Shape.Rank);

    private static void CheckBias(Node node, Value weights, ICollection<Problem> problems)
    {
        if (node.Input(2).ProducedBy<Dequantize>()?.X is not { Type: { Element: ElementType.Int32, Quantization: { } bias } } || node.X.Codes() is not { Type.Quantization: { IsPerTensor: true } x })
        {
            return;
        }

        Quantization w = weights.Type.Quantization!;
        float alpha = node.Op is Gemm gemm ? gemm.Alpha : 1;
        for (int c = 0; c < Math.Max(bias.Count, w.Count); c++)
        {
            if ((bias.Count > 1 && c >= bias.Count) || (w.Count > 1 && c >= w.Count))
            {
                return;
            }

            float unit = alpha * x.Scale * w.ScaleOf(w.Count > 1 ? c : 0), scale = bias.ScaleOf(bias.Count > 1 ? c : 0);
            double off = Math.Abs((double)scale - unit) / unit;
            if (off > 0.01)
            {
                Warn(problems, node, $"has a bias whose scale is not that of its operands, their product{(Math.Max(bias.Count, w.Count) > 1 ? $", in channel {c}" : "")}: it is off by "
                    + $"{(off < 10 ? Percent(off, 1) : "more than 1000 %")}. {(Accumulators.IsNear(scale, unit) ? "Its integers are used as they are" : "It is rounded again")}");
                return;
            }
        }
    }

    private static string Percent(double part, double whole) => (100 * part / whole).ToString("0.#", System.Globalization.CultureInfo.InvariantCulture) + " %";

    private static void Warn(ICollection<Problem> problems, Node node, string message) =>
        problems.Add(new Problem(ProblemKind.SuspectQuantization, ProblemSeverity.Warning, $"{FloatFallbacks.Subject(node)} {message}."));
}
