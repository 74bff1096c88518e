using System;
using System.Linq;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing;

/// <summary>
/// Folds what scales and shifts the channels of a convolution or matrix product by constants - BatchNormalization, Mul, Add - into its weights and bias; a MatMul of matrices with a
/// bias becomes a Gemm. Results keep their names, so that calibrations fit.
/// </summary>
internal static class FoldLinear
{
    public static void Run(ModelDraft draft, ModelFacts facts)
    {
        foreach (OnnxNode linear in draft.Nodes.Where(n => n.Is("Conv", "ConvTranspose", "Gemm", "MatMul")).ToArray())
        {
            OnnxNode current = PlainGemm(draft, linear);
            while (Folded(draft, facts, current) is { } folded)
            {
                current = folded;
            }
        }
    }

    /// <summary>A Gemm's factors go into its constants.</summary>
    private static OnnxNode PlainGemm(ModelDraft draft, OnnxNode node)
    {
        if (!node.Is("Gemm") || (node.Float("alpha", 1) == 1 && node.Float("beta", 1) == 1) || !draft.IsFloatConstant(node.Input(1)) || !(node.Input(2).Length == 0 || draft.IsFloatConstant(node.Input(2))))
        {
            return node;
        }

        OnnxNode plain = Scaled(draft, node, 1, node.Float("alpha", 1));
        plain = node.Input(2).Length == 0 ? plain : Scaled(draft, plain, 2, node.Float("beta", 1));
        plain = plain.Without("alpha", "beta");
        draft.Replace(node, plain);
        return plain;
    }

    private static OnnxNode Scaled(ModelDraft draft, OnnxNode node, int input, float factor)
    {
        TensorData old = draft.Constant(node.Input(input))!;
        return node.WithInput(input, draft.AddConstant(node.Input(input), TensorData.Floats(old.Shape, [.. old.ToFloats().Select(v => v * factor)])));
    }

    /// <summary>The layer with the node behind it folded in; null when there is nothing to fold.</summary>
    private static OnnxNode? Folded(ModelDraft draft, ModelFacts facts, OnnxNode node)
    {
        string y = node.Outputs[0];
        if (draft.SingleConsumer(y) is not { } next || !draft.IsFloatConstant(node.Input(1)) || (node.Input(2).Length > 0 && !draft.IsFloatConstant(node.Input(2)))
            || Channels(draft, facts, node) is not { } channels || Affine(draft, node, next, channels) is not { } affine)
        {
            return null;
        }

        // A node without a name is known by its result, which it loses here.
        OnnxNode result = node with { Name = node.Label(), Outputs = next.Outputs };
        TensorData w = draft.Constant(node.Input(1))!;
        if (affine.Gain.Any(g => g != 1))
        {
            Func<int, int> channelOf = WeightChannels.Of(node, w.Shape);
            result = result.WithInput(1, draft.AddConstant(node.Input(1), TensorData.Floats(w.Shape, [.. w.ToFloats().Select((v, i) => (float)(v * affine.Gain[channelOf(i)]))])));
        }

        float[] bias = Bias(draft, node, channels);
        bias = [.. bias.Select((b, c) => (float)((b * affine.Gain[c]) + affine.Shift[c]))];
        result = result.WithInput(2, draft.AddConstant(node.Input(2).Length > 0 ? node.Input(2) : node.Input(1) + "_bias", TensorData.Floats(new Shape(channels), bias)));
        draft.Replace(node, node.Is("MatMul") ? result with { OpType = "Gemm" } : result);
        draft.Nodes.Remove(next);
        return draft.Producer(next.Outputs[0]);
    }

    private static int? Channels(ModelDraft draft, ModelFacts facts, OnnxNode node)
    {
        TensorData w = draft.Constant(node.Input(1))!;
        bool isMatrix = node.Is("Gemm", "MatMul");
        if (isMatrix && (w.Shape.Rank != 2 || facts.RankOf(node.Input(0)) != 2))
        {
            return null;
        }

        int channels = node.OpType switch
        {
            "Conv" => w.Shape[0],
            "ConvTranspose" => w.Shape[1] * (int)node.Int("group", 1),
            "Gemm" => w.Shape[node.Int("transB", 0) != 0 ? 0 : 1],
            _ => w.Shape[1],
        };
        return node.Input(2).Length == 0 || draft.Constant(node.Input(2))!.Length is int length && (length == channels || (isMatrix && length == 1)) ? channels : null;
    }

    private static float[] Bias(ModelDraft draft, OnnxNode node, int channels)
    {
        float[] bias = node.Input(2).Length == 0 ? [0] : draft.Constant(node.Input(2))!.ToFloats();
        return bias.Length == channels ? bias : [.. Enumerable.Repeat(bias[0], channels)];
    }

    /// <summary>What <paramref name="next"/> does to each channel: y = x * gain + shift.</summary>
    private static (double[] Gain, double[] Shift)? Affine(ModelDraft draft, OnnxNode node, OnnxNode next, int channels)
    {
        double[] ones = [.. Enumerable.Repeat(1.0, channels)], zeros = new double[channels];
        if (next.Is("BatchNormalization") && !node.Is("Gemm", "MatMul") && next.Outputs.Count(o => o.Length > 0) == 1 && next.Inputs.Skip(1).All(draft.IsFloatConstant))
        {
            float[][] p = [.. next.Inputs.Skip(1).Select(i => draft.Constant(i)!.ToFloats())];
            double epsilon = next.Float("epsilon", 1e-5f);
            double[] gain = [.. p[0].Select((scale, c) => scale / Math.Sqrt(p[3][c] + epsilon))];
            return gain.Length == channels ? (gain, [.. gain.Select((g, c) => p[1][c] - (p[2][c] * g))]) : null;
        }

        int at = next.Inputs.Count == 2 ? Array.FindIndex([.. next.Inputs], draft.IsFloatConstant) : -1;
        if (at < 0 || !next.Is("Add", "Mul") || PerChannel(draft.Constant(next.Inputs[at])!, SpatialRank(draft, node), channels) is not { } values)
        {
            return null;
        }

        return next.Is("Mul") ? (values, zeros) : (ones, values);
    }

    /// <summary>A constant's value per channel, when its shape says that it has one for each or one for all and leaves the result's shape as it is.</summary>
    private static double[]? PerChannel(TensorData data, int trailing, int channels)
    {
        int axis = data.Shape.Rank - 1 - trailing;
        bool single = data.Length == 1 && data.Shape.Rank <= trailing + 2;
        bool perChannel = axis is 0 or 1 && data.Length == channels && data.Shape[axis] == channels;
        float[] values = data.ToFloats();
        return single ? [.. Enumerable.Repeat((double)values[0], channels)] : perChannel ? Array.ConvertAll(values, v => (double)v) : null;
    }

    private static int SpatialRank(ModelDraft draft, OnnxNode node) => node.Is("Gemm", "MatMul") ? 0 : draft.Constant(node.Input(1))!.Shape.Rank - 2;
}
