using System;
using System.Linq;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing.Preparation;

/// <summary>
/// Moves factors between two convolutions with at most a Relu between them, which positive factors pass: with a and b the largest magnitudes of channel c in the first one's rows and
/// the second one's columns, <c>s = sqrt(a / b)</c>, the first is divided and the second multiplied by s. Then both use the same share of their codes.
/// </summary>
internal static class CrossLayerEqualization
{
    /// <summary>Chains of layers settle after a few rounds.</summary>
    private const int Rounds = 4;

    public static void Run(ModelDraft draft)
    {
        for (int round = 0; round < Rounds; round++)
        {
            foreach (OnnxNode first in draft.Nodes.Where(n => n.Is("Conv")).ToArray())
            {
                if (Next(draft, first) is { } second)
                {
                    Equalize(draft, first, second);
                }
            }
        }
    }

    private static OnnxNode? Next(ModelDraft draft, OnnxNode first)
    {
        OnnxNode? next = draft.SingleConsumer(first.Outputs[0]);
        next = next is not null && next.Is("Relu") ? draft.SingleConsumer(next.Outputs[0]) : next;
        bool fits = next is not null && next.Is("Conv") && draft.Producer(next.Input(0)) is { } before && (before == first || before.Is("Relu"))
            && new[] { first.Input(1), next.Input(1) }.All(draft.IsFloatConstant) && (first.Input(2).Length == 0 || draft.IsFloatConstant(first.Input(2)));
        if (!fits)
        {
            return null;
        }

        // Weights that others use too must stay as they are.
        return draft.Consumers(first.Input(1)).Count == 1 && draft.Consumers(next!.Input(1)).Count == 1 ? next : null;
    }

    private static void Equalize(ModelDraft draft, OnnxNode first, OnnxNode second)
    {
        TensorData w1 = draft.Constant(first.Input(1))!, w2 = draft.Constant(second.Input(1))!;
        int channels = w1.Shape[0], perGroup = w2.Shape[1];
        int rows1 = w1.Length / channels, taps = (int)w2.Shape.Product(2, w2.Shape.Rank);
        int outputsPerGroup = w2.Shape[0] / (int)second.Int("group", 1);
        int Channel(int i) => (i / (taps * perGroup) / outputsPerGroup * perGroup) + (i / taps % perGroup);

        float[] a = w1.ToFloats(), b = w2.ToFloats();
        float[] largest1 = new float[channels], largest2 = new float[channels];
        for (int i = 0; i < a.Length; i++)
        {
            largest1[i / rows1] = Math.Max(largest1[i / rows1], Math.Abs(a[i]));
        }

        for (int i = 0; i < b.Length; i++)
        {
            largest2[Channel(i)] = Math.Max(largest2[Channel(i)], Math.Abs(b[i]));
        }

        double[] factors = [.. largest1.Select((l, c) => l > 0 && largest2[c] > 0 ? Math.Sqrt(l / largest2[c]) : 1)];
        draft.SetConstant(first.Input(1), TensorData.Floats(w1.Shape, [.. a.Select((v, i) => (float)(v / factors[i / rows1]))]));
        draft.SetConstant(second.Input(1), TensorData.Floats(w2.Shape, [.. b.Select((v, i) => (float)(v * factors[Channel(i)]))]));
        if (first.Input(2).Length > 0)
        {
            TensorData bias = draft.Constant(first.Input(2))!;
            string name = draft.AddConstant(first.Input(2), TensorData.Floats(bias.Shape, [.. bias.ToFloats().Select((v, c) => (float)(v / factors[c]))]));
            draft.Replace(first, first.WithInput(2, name));
        }
    }
}
