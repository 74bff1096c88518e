using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Movement;

namespace Octavo.Compiler.Import.Operators.Attention;

/// <summary>TensorScatter: a cache with new entries written from an index of its own per item on, as a ScatterND over pairs of item and place.</summary>
internal static class TensorScatterImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } = [new("TensorScatter", TensorScatter) { Since = 24 }];

    private static Value TensorScatter(NodeContext node)
    {
        Value cache = node.Plain(0), update = node.Plain(1);
        ElementRules.Common(node, cache, update);
        int rank = cache.Shape.Rank, axis = node.Axis(node.Attributes.Int("axis", -2), rank);
        if (axis == 0 || update.Shape.Rank != rank || !update.Shape.With(axis, cache.Shape[axis]).Equals(cache.Shape))
        {
            throw node.Invalid($"an update {update.Shape} does not fit the cache {cache.Shape} along axis {axis}.");
        }

        bool circular = node.Attributes.Text("mode", "linear") switch
        {
            "linear" => false,
            "circular" => true,
            string mode => throw node.Invalid($"the mode is {Printable.Quote(mode)}."),
        };
        return Written(node, cache, update, axis, node.Optional(2) is null ? null : node.Plain(2), circular);
    }

    /// <summary>The cache with an update from a place of its own per item on.</summary>
    /// <param name="start">One int64 per item; null for 0.</param>
    public static Value Written(NodeContext node, Value cache, Value update, int axis, Value? start, bool circular = false)
    {
        int items = cache.Shape[0], steps = update.Shape[axis], rank = cache.Shape.Rank;
        Value places = Longs(new Shape(1, steps, 1), i => i);
        if (start is not null)
        {
            places = node.Emit(new Binary(BinaryKind.Add), places, ReshapeImport.Emit(node, start, new Shape(items, 1, 1)));
        }

        places = circular ? node.Emit(new Binary(BinaryKind.Mod), places, Longs(Shape.Scalar, _ => cache.Shape[axis])) : places;
        places = node.Emit(new Binary(BinaryKind.Add), places, Longs(new Shape(items, 1, 1), _ => 0));
        Value pairs = node.Emit(new Concat(2), Longs(new Shape(items, steps, 1), i => i / steps), places);

        // The cache's axis next to the items.
        int[] order = [0, axis, .. Enumerable.Range(1, rank - 1).Where(a => a != axis)];
        Value written = node.Emit(new ScatterNd(ScatterReduction.Replace), TransposeImport.Emit(node, cache, order), pairs, TransposeImport.Emit(node, update, order));
        return TransposeImport.Emit(node, written, Enumerable.Range(0, rank).Select(a => System.Array.IndexOf(order, a)).ToArray());

        Value Longs(Shape shape, System.Func<int, long> value) =>
            node.Emit(TensorData.Longs(shape, Enumerable.Range(0, (int)shape.Length).Select(value).ToArray()));
    }
}
