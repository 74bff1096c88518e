using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Elementwise;
using Octavo.Compiler.Import.Operators.Matrices;
using Octavo.Compiler.Import.Operators.Movement;
using Octavo.Compiler.Import.Operators.Rows;

namespace Octavo.Compiler.Import.Operators;

/// <summary>What ONNX Runtime's optimizer writes in place of several operators, as the operators that it stands for.</summary>
internal static class FusedImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        Entry(new("Gelu", node => node.Unary(UnaryKind.Gelu, node.Real(0)))),
        Entry(new("BiasGelu", node => node.Unary(UnaryKind.Gelu, WithBias(node, node.Real(0), 1)))),
        Entry(new("FastGelu", node => node.Unary(UnaryKind.GeluTanh, WithBias(node, node.Real(0), 1)))),
        Entry(new("QuickGelu", node => node.Emit(new Unary(UnaryKind.Swish, node.Attributes.Float("alpha", 1.702f)), node.Real(0)))),
        Entry(new("SkipLayerNormalization", node => SkipNormalization(node, centred: true))),
        Entry(new("SkipSimplifiedLayerNormalization", node => SkipNormalization(node, centred: false))),
        new("SimplifiedLayerNormalization", SimplifiedNormalization),
        Entry(new("FusedMatMul", FusedMatMul)),
        Entry(new("TransposeMatMul", FusedMatMul)),
        Entry(new("FusedGemm", FusedGemm, FusedActivation.Names)),
    ];

    private static OperatorEntry Entry(OperatorEntry entry) => entry with { Domain = OperatorTable.Microsoft, Until = 1 };

    private static Value WithBias(NodeContext node, Value x, int index) =>
        node.Optional(index) is null ? x : node.Binary(BinaryKind.Add, x, node.Real(index));

    /// <summary>Inputs: x, skip, the normalization's parameters, a bias; results: y, mean and inverse deviation, the sum that is normalized.</summary>
    private static IReadOnlyList<Value> SkipNormalization(NodeContext node, bool centred)
    {
        int parameters = centred ? 2 : 1;
        Value sum = WithBias(node, node.Binary(BinaryKind.Add, node.Real(0), node.Real(1)), 2 + parameters);
        Value? shift = centred && node.Optional(3) is not null ? node.Real(3) : null;
        float epsilon = node.Attributes.Float("epsilon", 1e-12f);
        int[] axes = [sum.Shape.Rank - 1];
        Value y = NormalizationImport.Rows(node, sum, axes[0], epsilon, centred, node.Real(2), shift), mean = node.Reduce(ReduceKind.Mean, sum, axes);
        Value deviations = centred ? node.Binary(BinaryKind.Sub, sum, mean) : sum;
        return [y, mean, NormalizationImport.InverseDeviation(node, deviations, axes, epsilon), sum];
    }

    private static IReadOnlyList<Value> SimplifiedNormalization(NodeContext node)
    {
        node.Attributes.Ignore("stash_type");
        Value x = node.Real(0);
        int axis = node.Axis(node.Attributes.Int("axis", -1), x.Shape.Rank);
        float epsilon = node.Attributes.Float("epsilon", 1e-5f);
        Value y = NormalizationImport.Rows(node, x, axis, epsilon, centred: false, node.Real(1));
        return [y, NormalizationImport.InverseDeviation(node, x, Formulas.AxesFrom(axis, x.Shape.Rank), epsilon)];
    }

    /// <summary>
    /// <c>alpha · op(a) · op(b)</c>: transBatchA puts the first axis of a in front of its last one, transA then exchanges its last two axes; likewise for b.
    /// </summary>
    private static Value FusedMatMul(NodeContext node)
    {
        Value a = Transposed(node, node.Real(0), "A"), b = Transposed(node, node.Real(1), "B");
        ElementRules.Common(node, a, b);
        return Products.Scale(node, node.Emit(new MatMul(), a, b), node.Attributes.Float("alpha", 1));
    }

    /// <summary>Vectors have nothing to exchange.</summary>
    private static Value Transposed(NodeContext node, Value x, string operand)
    {
        int rank = x.Shape.Rank;
        if (node.Attributes.Flag("transBatch" + operand) && rank >= 3)
        {
            x = TransposeImport.Emit(node, x, [.. Enumerable.Range(1, rank - 2), 0, rank - 1]);
        }

        return node.Attributes.Flag("trans" + operand) && rank >= 2
            ? TransposeImport.Emit(node, x, [.. Enumerable.Range(0, rank - 2), rank - 1, rank - 2])
            : x;
    }

    private static Value FusedGemm(NodeContext node)
    {
        Value a = node.Real(0), b = node.Real(1);
        Value? c = node.Optional(2) is null ? null : node.Real(2);
        ElementRules.Common(node, a, b, c);
        var op = new Gemm(
            node.Attributes.Float("alpha", 1), node.Attributes.Float("beta", 1), node.Attributes.Flag("transA"), node.Attributes.Flag("transB"));
        return FusedActivation.Apply(node, node.Emit(op, a, b, c));
    }
}
