using System;
using System.Linq;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing;

/// <summary>
/// Rewrites operators between DequantizeLinear and QuantizeLinear as operators on codes: QLinearConv and QLinearMatMul of ONNX, and com.microsoft's for the rest. What has no
/// such form stays as it is.
/// </summary>
internal sealed class QOperatorForm
{
    private readonly ModelDraft _draft;

    private QOperatorForm(ModelDraft draft) => _draft = draft;

    public static void Run(ModelDraft draft)
    {
        var form = new QOperatorForm(draft);
        foreach (OnnxNode node in draft.Nodes.Where(n => n.Domain.Length == 0).ToArray())
        {
            form.Rewrite(node);
        }

        draft.RemoveDeadNodes();
    }

    private void Rewrite(OnnxNode node)
    {
        if (node.Is("QuantizeLinear", "DequantizeLinear", "Relu", "Clip") || Result(node) is not { } y || Operand(node.Input(0)) is not { } x)
        {
            return;
        }

        OnnxNode? result = node.OpType switch
        {
            "Conv" or "MatMul" or "Gemm" or "Add" or "Mul" => Operand(node.Input(1)) is { } w ? Product(node, x, w, y) : null,
            "AveragePool" when node.Ints("kernel_shape") is not { Count: 2 } || node.Ints("dilations") is { } steps && steps.Any(d => d != 1) => null,
            "AveragePool" or "GlobalAveragePool" or "Sigmoid" or "LeakyRelu" => Unary(node, x, y),
            "Softmax" => Unary(node, x, y).With(NodeRecords.Attribute("axis", node.Int("axis", -1)), NodeRecords.Attribute("opset", _draft.Opset)),
            "Concat" => Concat(node, y),
            _ => Moved(node, x, y),
        };
        if (result is not null)
        {
            _draft.Nodes.Remove(y.Node);
            if (y.Superfluous is { } activation)
            {
                _draft.Nodes.Remove(activation);
            }

            _draft.Replace(node, result with { Outputs = [y.Name] });
        }
    }

    private OnnxNode? Product(OnnxNode node, Codes x, Codes w, Codes y)
    {
        string[] operands = [x.Name, x.Scale, x.ZeroPoint, w.Name, w.Scale, w.ZeroPoint];
        string[] result = [y.Scale, y.ZeroPoint];
        string bias = node.Input(2).Length == 0 ? "" : Operand(node.Input(2))?.Name ?? "";
        if (node.Input(2).Length > 0 && _draft.Constant(bias) is not { Element: ElementType.Int32 })
        {
            return null;
        }

        return node.OpType switch
        {
            "Conv" => node with { OpType = "QLinearConv", Inputs = [.. operands, .. result, .. bias.Length > 0 ? [bias] : Array.Empty<string>()] },
            "MatMul" => node with { OpType = "QLinearMatMul", Inputs = [.. operands, .. result] },
            "Gemm" => (node with { OpType = "QGemm", Domain = _draft.Microsoft(), Inputs = [.. operands, bias, .. result] }).Without("beta"),
            _ => node with { OpType = "QLinear" + node.OpType, Domain = _draft.Microsoft(), Inputs = [.. operands, .. result] },
        };
    }

    private OnnxNode Unary(OnnxNode node, Codes x, Codes y) =>
        node with { OpType = "QLinear" + node.OpType, Domain = _draft.Microsoft(), Inputs = [x.Name, x.Scale, x.ZeroPoint, y.Scale, y.ZeroPoint] };

    private OnnxNode? Concat(OnnxNode node, Codes y)
    {
        Codes?[] parts = [.. node.Inputs.Select(Operand)];
        return parts.All(p => p is not null)
            ? node with { OpType = "QLinearConcat", Domain = _draft.Microsoft(), Inputs = [y.Scale, y.ZeroPoint, .. parts.SelectMany(p => new[] { p!.Name, p.Scale, p.ZeroPoint })] }
            : null;
    }

    /// <summary>The same operator on codes, when both sides mean the same by them; padding would have to be a code, interpolation rounds, and ONNX has no GlobalMaxPool of codes.</summary>
    private static OnnxNode? Moved(OnnxNode node, Codes x, Codes y) =>
        OperatorRoles.RoleOf(node) == OperatorRole.Movement && !node.Is("Pad", "GlobalMaxPool") && node.Text("mode") is not ("linear" or "cubic") && node.Outputs.Count == 1 && x.Scale == y.Scale && x.ZeroPoint == y.ZeroPoint
            ? node.WithInput(0, x.Name)
            : null;

    private Codes? Operand(string tensor) =>
        _draft.Producer(tensor) is { OpType: "DequantizeLinear" } node && HasForm(node) ? new Codes(node, node.Input(0), node.Input(1), node.Input(2)) : null;

    /// <summary>No operator takes codes of 16 bits.</summary>
    private bool HasForm(OnnxNode conversion) =>
        conversion.Domain.Length == 0 && (conversion.Input(2).Length == 0 || _draft.Constant(conversion.Input(2)) is not { } zeroPoint || zeroPoint.Element.Size() == 1);

    /// <summary>The codes that a node's result becomes, past an activation that their range makes superfluous.</summary>
    private Codes? Result(OnnxNode node)
    {
        OnnxNode? next = node.Outputs.Count(o => o.Length > 0) == 1 ? _draft.SingleConsumer(node.Outputs[0]) : null, superfluous = null;
        if (next is not null && OperatorRoles.IsFusable(next) && _draft.SingleConsumer(next.Outputs[0]) is { OpType: "QuantizeLinear" } behind && IsSuperfluous(next, behind))
        {
            (superfluous, next) = (next, behind);
        }

        return next is { OpType: "QuantizeLinear" } && HasForm(next) ? new Codes(next, next.Outputs[0], next.Input(1), next.Input(2), superfluous) : null;
    }

    /// <summary>The codes' own saturation does what the activation does.</summary>
    private bool IsSuperfluous(OnnxNode activation, OnnxNode quantize)
    {
        TensorData zeroPoint = _draft.Constant(quantize.Input(2))!;
        float scale = _draft.Constant(quantize.Input(1))!.ToFloats()[0];
        int zero = (int)zeroPoint.IntegerAt(0);
        (long lowest, long highest) = (zeroPoint.Element.MinValue(), zeroPoint.Element.MaxValue());
        if (activation.Is("Relu"))
        {
            return zero == lowest;
        }

        return Bound(activation.Input(1), float.NegativeInfinity) is { } low && Bound(activation.Input(2), float.PositiveInfinity) is { } high
            && WeightCodes.Code(Math.Max(low, -1e9f), scale, zero, lowest, highest) == lowest
            && WeightCodes.Code(Math.Min(high, 1e9f), scale, zero, lowest, highest) == highest;
    }

    private float? Bound(string name, float absent) => name.Length == 0 ? absent : _draft.Constant(name)?.ToFloats()[0];

    private sealed record Codes(OnnxNode Node, string Name, string Scale, string ZeroPoint, OnnxNode? Superfluous = null);
}
