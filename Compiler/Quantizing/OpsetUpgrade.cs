using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing;

/// <summary>
/// Rewrites a model for a newer operator set: per-channel quantization needs version 13, blocks of weights version 21. Only operators whose form changed are touched.
/// </summary>
internal static class OpsetUpgrade
{
    public const int PerChannel = 13;
    public const int Blocked = 21;

    private const int Oldest = 7;

    /// <summary>The file format's version that goes with an operator set.</summary>
    private static readonly (int Opset, int IrVersion)[] Formats = [(PerChannel, 7), (Blocked, 10)];

    /// <exception cref="ModelException">The model is too old, or holds an operator whose older form is not known here.</exception>
    public static void Run(ModelDraft draft, ModelFacts facts, int opset = PerChannel)
    {
        long from = draft.Opset;
        if (from >= opset)
        {
            return;
        }

        if (from < Oldest)
        {
            throw Refused($"The model is of operator set {from}; export it for {PerChannel} or newer to quantize it.");
        }

        foreach (OnnxNode node in draft.Nodes.Where(n => n.Domain.Length == 0).ToArray())
        {
            OnnxNode upgraded = node;
            if (from < 13)
            {
                upgraded = To13(draft, facts, upgraded, from);
            }

            if (opset >= 18 && from < 18)
            {
                upgraded = To18(draft, upgraded);
            }

            if (upgraded != node)
            {
                draft.Replace(node, upgraded);
            }
        }

        draft.Opset = opset;
        draft.IrVersion = Math.Max(draft.IrVersion, Formats.First(f => f.Opset == opset).IrVersion);
    }

    private static OnnxNode To13(ModelDraft draft, ModelFacts facts, OnnxNode node, long from) => node.OpType switch
    {
        "Squeeze" or "Unsqueeze" or "ReduceSum" => Moved(draft, node, "axes", 1),
        "Split" => Moved(draft, node, "split", 1),
        "Clip" when from < 11 => Clip(draft, node),
        "Pad" when from < 11 => Pad(draft, node),
        "Slice" when from < 10 => Slice(draft, node),
        "Dropout" when from < 12 => node with { OpType = "Identity", Outputs = [node.Outputs[0]], Attributes = new Dictionary<string, OnnxAttribute>() },
        "Upsample" => Upsample(draft, node),
        "Resize" when from < 11 => Resize(node, node.Input(1)),
        "Softmax" or "LogSoftmax" or "Hardmax" => Softmax(facts, node),
        "TopK" when from < 10 => throw Refused($"Node '{node.Label()}' has a form of TopK that is too old; export the model for operator set {PerChannel} or newer."),
        "Scatter" or "If" or "Loop" or "Scan" => throw Refused($"Node '{node.Label()}' ({node.OpType}) changed since operator set {from}; export the model for operator set {PerChannel} or newer."),
        _ => node,
    };

    /// <summary>Reductions take their axes as an operand now.</summary>
    private static OnnxNode To18(ModelDraft draft, OnnxNode node) => node.OpType switch
    {
        "ReduceMean" or "ReduceMax" or "ReduceMin" or "ReduceProd" or "ReduceL1" or "ReduceL2" or "ReduceLogSum" or "ReduceLogSumExp" or "ReduceSumSquare" => Moved(draft, node, "axes", 1),
        "Split" when node.Input(1).Length == 0 => node.With(NodeRecords.Attribute("num_outputs", node.Outputs.Count)),
        _ => node,
    };

    private static OnnxNode Moved(ModelDraft draft, OnnxNode node, string attribute, int input) => node.Ints(attribute) is { } values
        ? node.Without(attribute).WithInput(input, Constant(draft, node, attribute, values))
        : node;

    private static string Constant(ModelDraft draft, OnnxNode node, string what, IEnumerable<long> values)
    {
        long[] longs = [.. values];
        return draft.AddConstant($"{node.Outputs[0]}_{what}", TensorData.Longs(new Shape(longs.Length), longs));
    }

    private static string Constant(ModelDraft draft, OnnxNode node, string what, float value) => draft.AddConstant($"{node.Outputs[0]}_{what}", TensorData.Floats(Shape.Scalar, value));

    private static OnnxNode Clip(ModelDraft draft, OnnxNode node) => node
        .WithInput(1, node.Attributes.ContainsKey("min") ? Constant(draft, node, "min", node.Float("min", 0)) : "")
        .WithInput(2, node.Attributes.ContainsKey("max") ? Constant(draft, node, "max", node.Float("max", 0)) : "")
        .Without("min", "max");

    private static OnnxNode Pad(ModelDraft draft, OnnxNode node) => node
        .WithInput(1, Constant(draft, node, "pads", node.Ints("pads") ?? node.Ints("paddings") ?? []))
        .WithInput(2, Constant(draft, node, "value", node.Float("value", 0)))
        .Without("pads", "paddings", "value");

    private static OnnxNode Slice(ModelDraft draft, OnnxNode node)
    {
        OnnxNode result = node.WithInput(1, Constant(draft, node, "starts", node.Ints("starts")!)).WithInput(2, Constant(draft, node, "ends", node.Ints("ends")!));
        return (node.Ints("axes") is { } axes ? result.WithInput(3, Constant(draft, node, "axes", axes)) : result).Without("starts", "ends", "axes");
    }

    private static OnnxNode Upsample(ModelDraft draft, OnnxNode node)
    {
        string scales = node.Attributes.TryGetValue("scales", out OnnxAttribute? attribute)
            ? draft.AddConstant(node.Outputs[0] + "_scales", TensorData.Floats(new Shape(attribute.Floats.Count), [.. attribute.Floats]))
            : node.Input(1);
        return Resize(node.Without("scales") with { OpType = "Resize" }, scales);
    }

    /// <summary>The older form divides output coordinates by the scale and rounds down.</summary>
    private static OnnxNode Resize(OnnxNode node, string scales) => (node with { Inputs = [node.Inputs[0], "", scales] })
        .With(NodeRecords.Attribute("coordinate_transformation_mode", "asymmetric"), NodeRecords.Attribute("nearest_mode", "floor"));

    /// <summary>The older form normalizes over all axes from the given one, the newer one over that axis alone.</summary>
    private static OnnxNode Softmax(ModelFacts facts, OnnxNode node)
    {
        long axis = node.Int("axis", 1);
        if (facts.TypeOf(node.Input(0))?.Shape is not { } shape || shape.Product((int)(axis < 0 ? axis + shape.Rank : axis) + 1, shape.Rank) != 1)
        {
            throw Refused($"Node '{node.Label()}' ({node.OpType}) works on several axes at once; export the model for operator set {PerChannel} or newer.");
        }

        return node.With(NodeRecords.Attribute("axis", axis));
    }

    private static ModelException Refused(string message) => new(ProblemKind.UnsupportedOperator, message);
}
