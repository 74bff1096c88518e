using System.Linq;
using Octavo.Compiler.Import.Tensors;

namespace Octavo.Compiler.Import.Nodes;

/// <summary>What operators that are formulas of others are written with.</summary>
internal static class Formulas
{
    public static Value Binary(this NodeContext node, BinaryKind kind, Value a, Value b) =>
        node.Emit(new Binary(kind), kind.IsComparison() ? ElementType.Bool : a.Type.Element, null, a, b);

    /// <summary>The operator with a constant of the operand's type on its right.</summary>
    public static Value Binary(this NodeContext node, BinaryKind kind, Value a, double b) => node.Binary(kind, a, Scalar(a.Type.Element, b));

    public static Value Unary(this NodeContext node, UnaryKind kind, Value x) => node.Emit(new Unary(kind), x);

    public static Value Cast(this NodeContext node, Value x, ElementType element) => x.Type.Element == element ? x : node.Emit(new Cast(), element, null, x);

    /// <summary>The reduction; nothing when there is no axis to reduce.</summary>
    public static Value Reduce(this NodeContext node, ReduceKind kind, Value x, int[] axes, bool keep = true) =>
        axes.Length == 0 ? x : node.Emit(new Reduce(kind, axes, keep), x);

    public static Value Reshape(this NodeContext node, Value x, Shape shape) => x.Shape.Equals(shape) ? x : node.Emit(new Reshape(shape), x);

    public static Value Scalar(ElementType element, double value) => new("constant", ConstantTensors.OfReals(element, Shape.Scalar, [value]));

    /// <summary>The axes from one on.</summary>
    public static int[] AxesFrom(int first, int rank) => Enumerable.Range(first, rank - first).ToArray();
}
