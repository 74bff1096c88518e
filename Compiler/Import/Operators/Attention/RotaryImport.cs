using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Movement;
using Octavo.Compiler.Import.Tensors;

namespace Octavo.Compiler.Import.Operators.Attention;

/// <summary>RotaryEmbedding, of ONNX and of ONNX Runtime: pairs of elements of each head are turned by angles that depend on their position.</summary>
internal static class RotaryImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("RotaryEmbedding", Standard) { Since = 23 },
        new("RotaryEmbedding", Fused) { Domain = OperatorTable.Microsoft, Until = 1 },
    ];

    /// <param name="heads">[batch, heads, steps, size]</param>
    /// <param name="angles">Cosines and sines of the leading elements' pairs, [batch or 1, steps, pairs or more].</param>
    /// <param name="turned">How many elements of each head turn.</param>
    /// <param name="interleaved">A pair are neighbours, otherwise elements that are half of what turns apart.</param>
    public static Value Turned(NodeContext node, Value heads, (Value Cos, Value Sin) angles, int turned, bool interleaved)
    {
        int size = heads.Shape[3];
        if (turned <= 0 || turned > size || turned % 2 != 0)
        {
            throw node.Invalid($"rotary_embedding_dim is {turned} for heads of {size} elements.");
        }

        Value cos = Factors(angles.Cos), sin = Factors(angles.Sin);
        Value turning = Cut(heads, 0, 1, turned);
        Value a = Cut(turning, 0, interleaved ? 2 : 1, turned / 2), b = Cut(turning, interleaved ? 1 : turned / 2, interleaved ? 2 : 1, turned / 2);
        Value real = node.Binary(BinaryKind.Sub, node.Binary(BinaryKind.Mul, cos, a), node.Binary(BinaryKind.Mul, sin, b));
        Value imaginary = node.Binary(BinaryKind.Add, node.Binary(BinaryKind.Mul, sin, a), node.Binary(BinaryKind.Mul, cos, b));
        Value result = interleaved
            ? node.Reshape(node.Emit(new Concat(4), Apart(real), Apart(imaginary)), turning.Shape)
            : node.Emit(new Concat(3), real, imaginary);
        return turned == size ? result : node.Emit(new Concat(3), result, Cut(heads, turned, 1, size - turned));

        // [batch or 1, 1, steps, pairs]
        Value Factors(Value of)
        {
            if (of.Shape.Rank != 3 || of.Shape[1] != heads.Shape[2] || of.Shape[2] < turned / 2)
            {
                throw node.Invalid($"cosines and sines of {of.Shape} do not fit {heads.Shape[2]} positions of {turned / 2} pairs.");
            }

            return Cut(node.Reshape(of, new Shape(of.Shape[0], 1, of.Shape[1], of.Shape[2])), 0, 1, turned / 2);
        }

        Value Cut(Value value, int start, int step, int count)
        {
            int[] starts = new int[value.Shape.Rank], strides = Enumerable.Repeat(1, value.Shape.Rank).ToArray();
            (starts[starts.Length - 1], strides[strides.Length - 1]) = (start, step);
            Shape shape = value.Shape.With(-1, count);
            return shape.Equals(value.Shape) ? value : node.Emit(new Slice(starts, strides, shape.ToArray()), value);
        }

        Value Apart(Value value) => node.Reshape(value, new Shape(value.Shape.Dimensions.Append(1)));
    }

    /// <summary>The rows of a table at positions [batch, steps].</summary>
    public static Value At(NodeContext node, Value table, Value positions) => NodeContext.ConstantOf(positions) is { } known
        ? node.Reshape(GatherImport.Pick(node, table, 0, known.ToInts()), new Shape([.. positions.Shape.Dimensions, table.Shape[-1]]))
        : node.Emit(new Gather(0), table, positions);

    /// <summary>Inputs: x, cosines, sines, and positions where these are tables.</summary>
    private static Value Standard(NodeContext node)
    {
        Value x = node.Real(0), heads = Heads.Split(node, x, node.Attributes.Int("num_heads", 0));
        int turned = checked((int)node.Attributes.Int("rotary_embedding_dim", 0));
        (Value, Value) angles = node.Optional(3) is null ? (node.Real(1), node.Real(2)) : (At(node, node.Real(1), node.Plain(3)), At(node, node.Real(2), node.Plain(3)));
        return Heads.Join(node, Turned(node, heads, angles, turned == 0 ? heads.Shape[3] : turned, node.Attributes.Flag("interleaved")), x.Shape);
    }

    /// <summary>Inputs: x, positions, tables of cosines and sines. One position is that of the first step.</summary>
    private static Value Fused(NodeContext node)
    {
        // They concern other processors' kernels, and tables that are too short.
        node.Attributes.Ignore("is_packed_batching", "scale");
        Value x = node.Real(0), positions = node.Plain(1), cos = node.Real(2), sin = node.Real(3);
        int turned = checked((int)node.Attributes.Int("rotary_embedding_dim", 0));
        long count = node.Attributes.Int("num_heads", 0);
        if (turned == 0)
        {
            turned = 2 * cos.Shape[-1];
            count = x.Shape[-1] / System.Math.Max(turned, 1);
        }

        Value heads = Heads.Split(node, x, count);
        int steps = heads.Shape[2];
        if (positions.Shape.Length == 1)
        {
            Value places = node.Emit(ConstantTensors.OfIntegers(positions.Type.Element, new Shape(1, steps), [.. Enumerable.Range(0, steps).Select(i => (long)i)]));
            positions = node.Binary(BinaryKind.Add, node.Reshape(positions, new Shape(1, 1)), places);
        }

        return Heads.Join(node, Turned(node, heads, (At(node, cos, positions), At(node, sin, positions)), turned, node.Attributes.Flag("interleaved")), x.Shape);
    }
}
