using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing;

/// <summary>
/// Two convolutions with at most a Relu between them, which positive factors pass: what the first multiplies a channel by, the second may divide it by. Nobody else reads what lies between.
/// </summary>
internal sealed class EqualizedPair
{
    private readonly ModelDraft _draft;

    /// <summary>A result of the first convolution: other pairs may have rewritten the node itself.</summary>
    private readonly string _first;
    private readonly string _second;

    private EqualizedPair(ModelDraft draft, OnnxNode first, OnnxNode second)
    {
        (_draft, _first, _second) = (draft, first.Outputs[0], second.Outputs[0]);
        Tensors = [.. new[] { first.Outputs[0], second.Inputs[0] }.Distinct(StringComparer.Ordinal)];
        Channels = (int)draft.DimensionsOf(first.Input(1))[0];
    }

    /// <summary>What lies between the two; the last is what the second one reads.</summary>
    public IReadOnlyList<string> Tensors { get; }

    public int Channels { get; }

    private OnnxNode First => _draft.Producer(_first)!;

    private OnnxNode Second => _draft.Producer(_second)!;

    public static List<EqualizedPair> Of(ModelDraft draft)
    {
        var pairs = new List<EqualizedPair>();
        foreach (OnnxNode first in draft.Nodes.Where(n => n.Is("Conv") && HasOwnWeights(draft, n) && (n.Input(2).Length == 0 || draft.IsFloatConstant(n.Input(2)))))
        {
            OnnxNode? next = draft.SingleConsumer(first.Outputs[0]);
            string read = next is not null && next.Is("Relu") ? next.Outputs[0] : first.Outputs[0];
            if (draft.SingleConsumer(read) is { } second && second.Is("Conv") && second.Input(0) == read && HasOwnWeights(draft, second))
            {
                pairs.Add(new EqualizedPair(draft, first, second));
            }
        }

        return pairs;
    }

    /// <summary>The weights of the second convolution with, for each, the channel that it multiplies; its outputs are their first axis.</summary>
    public (TensorData Weights, Func<int, int> ChannelOf) Readers()
    {
        OnnxNode second = Second;
        TensorData weights = _draft.Constant(second.Input(1))!;
        int perGroup = weights.Shape[1], taps = (int)weights.Shape.Product(2, weights.Shape.Rank), outputsPerGroup = weights.Shape[0] / (int)second.Int("group", 1);
        return (weights, i => (i / (taps * perGroup) / outputsPerGroup * perGroup) + (i / taps % perGroup));
    }

    /// <summary>Multiplies channel c of what lies between by 2^e[c], which changes no bit of what the second convolution gives.</summary>
    public void Scale(int[] exponents)
    {
        float[] factors = [.. exponents.Select(e => (float)Math.Pow(2, e))];
        OnnxNode first = First;
        TensorData w1 = _draft.Constant(first.Input(1))!;
        int row = w1.Length / Channels;
        _draft.SetConstant(first.Input(1), TensorData.Floats(w1.Shape, [.. w1.ToFloats().Select((v, i) => v * factors[i / row])]));
        if (first.Input(2).Length > 0)
        {
            // Other layers may have the same bias.
            TensorData bias = _draft.Constant(first.Input(2))!;
            _draft.Replace(first, first.WithInput(2, _draft.AddConstant(first.Input(2), TensorData.Floats(bias.Shape, [.. bias.ToFloats().Select((v, c) => v * factors[c])]))));
        }

        (TensorData w2, Func<int, int> channelOf) = Readers();
        _draft.SetConstant(Second.Input(1), TensorData.Floats(w2.Shape, [.. w2.ToFloats().Select((v, i) => v / factors[channelOf(i)])]));
    }

    private static bool HasOwnWeights(ModelDraft draft, OnnxNode node) => draft.IsFloatConstant(node.Input(1)) && draft.Consumers(node.Input(1)).Count == 1 && node.Inputs.Count(i => i == node.Input(1)) == 1;
}
