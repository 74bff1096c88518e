using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Tensors;

namespace Octavo.Compiler.Import.Operators.Movement;

/// <summary>Operators that mark or choose elements by their places.</summary>
internal static class SelectionImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("OneHot", OneHot, "constant depth") { Since = 9 },
        new("Trilu", Trilu, "constant k") { Since = 14 },
    ];

    /// <summary>Negative indices count from the depth; whatever is outside of it marks nothing.</summary>
    private static Value OneHot(NodeContext node)
    {
        Value indices = node.Plain(0), values = node.Plain(2);
        int depth = checked((int)(node.Constant(1, "depth")?.IntegerAt(0) ?? throw node.Invalid("its depth is missing.")));
        int rank = indices.Shape.Rank + 1, axis = node.Axis(node.Attributes.Int("axis", -1), rank);
        if (depth <= 0 || values.Shape.Length != 2)
        {
            throw node.Invalid($"its depth is {depth} and its values {values.Shape}.");
        }

        Value wanted = indices.Type.Element == ElementType.Int64 ? indices : node.Emit(new Cast(), ElementType.Int64, null, indices);
        wanted = ReshapeImport.Emit(node, wanted, new Shape([.. indices.Shape.Dimensions.Take(axis), 1, .. indices.Shape.Dimensions.Skip(axis)]));
        Value negative = node.Binary(BinaryKind.Less, wanted, Long(0));
        wanted = node.Emit(new Where(), ElementType.Int64, null, negative, node.Emit(new Binary(BinaryKind.Add), wanted, Long(depth)), wanted);
        var line = new Shape([depth, .. Enumerable.Repeat(1, rank - 1 - axis)]);
        Value marked = node.Binary(BinaryKind.Equal, wanted, node.Emit(TensorData.Longs(line, Enumerable.Range(0, depth).Select(i => (long)i).ToArray())));
        return node.Emit(new Where(), values.Type.Element, null, marked, Number(1), Number(0));

        Value Long(long value) => node.Emit(TensorData.Longs(Shape.Scalar, value));

        Value Number(int index) => ReshapeImport.Emit(node, GatherImport.Pick(node, values, 0, [index]), Shape.Scalar);
    }

    /// <summary>The upper or lower triangles of matrices.</summary>
    private static Value Trilu(NodeContext node)
    {
        Value x = node.Plain(0);
        if (x.Shape.Rank < 2)
        {
            throw node.Invalid($"x {x.Shape} holds no matrices.");
        }

        bool upper = node.Attributes.Flag("upper", absent: true);
        long diagonal = node.Constant(1, "k")?.IntegerAt(0) ?? 0;
        int rows = x.Shape[-2], columns = x.Shape[-1];
        bool[] kept = Enumerable.Range(0, checked(rows * columns))
            .Select(i => (long)(i % columns) - (i / columns))
            .Select(d => upper ? d >= diagonal : d <= diagonal)
            .ToArray();
        Value zero = node.Emit(new TensorData(x.Type.Element, Shape.Scalar));
        return node.Emit(new Where(), x.Type.Element, null, node.Emit(ConstantTensors.OfBools(new Shape(rows, columns), kept)), x, zero);
    }
}
