using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Import.Operators;

/// <summary>RotaryEmbedding: pairs of elements of each head are turned by angles that depend on their position.</summary>
internal static class RotaryImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } = [new("RotaryEmbedding", RotaryEmbedding) { Since = 23 }];

    private static Value RotaryEmbedding(NodeContext node)
    {
        Value x = node.Real(0);
        Value heads = Heads.Split(node, x, node.Attributes.Int("num_heads", 0));
        int size = heads.Shape[3], steps = heads.Shape[2];
        long given = node.Attributes.Int("rotary_embedding_dim", 0);
        int turned = given == 0 ? size : (int)given;
        if (given < 0 || given > size || turned % 2 != 0)
        {
            throw node.Invalid($"rotary_embedding_dim is {given} for heads of {size} elements.");
        }

        Value cos = Angles(1), sin = Angles(2);
        Value turning = Slice(heads, 0, 1, turned);
        bool interleaved = node.Attributes.Flag("interleaved");
        Value a = Slice(turning, 0, interleaved ? 2 : 1, turned / 2), b = Slice(turning, interleaved ? 1 : turned / 2, interleaved ? 2 : 1, turned / 2);
        Value real = Combined(BinaryKind.Sub, Combined(BinaryKind.Mul, cos, a), Combined(BinaryKind.Mul, sin, b));
        Value imaginary = Combined(BinaryKind.Add, Combined(BinaryKind.Mul, sin, a), Combined(BinaryKind.Mul, cos, b));
        Value result = interleaved
            ? ReshapeImport.Emit(node, node.Emit(new Concat(4), Apart(real), Apart(imaginary)), turning.Shape)
            : node.Emit(new Concat(3), real, imaginary);
        if (turned < size)
        {
            result = node.Emit(new Concat(3), result, Slice(heads, turned, 1, size - turned));
        }

        return Heads.Join(node, result, x.Shape);

        // [B, 1, S, turned / 2]
        Value Angles(int index)
        {
            Value cache = node.Real(index);
            if (node.Optional(3) is not null)
            {
                Value positions = node.Plain(3);
                cache = NodeContext.ConstantOf(positions) is { } known
                    ? ReshapeImport.Emit(node, GatherImport.Pick(node, cache, 0, known.ToInts()), new Shape([.. positions.Shape.Dimensions, cache.Shape[-1]]))
                    : node.Emit(new Gather(0), cache, positions);
            }

            if (cache.Shape.Rank != 3 || cache.Shape[1] != steps)
            {
                throw node.Invalid($"cosines and sines of {cache.Shape} do not fit {steps} positions.");
            }

            cache = ReshapeImport.Emit(node, cache, new Shape(cache.Shape[0], 1, steps, cache.Shape[2]));
            return Slice(cache, 0, 1, turned / 2);
        }

        Value Slice(Value value, int start, int step, int count)
        {
            int[] starts = new int[value.Shape.Rank], strides = Enumerable.Repeat(1, value.Shape.Rank).ToArray();
            (starts[starts.Length - 1], strides[strides.Length - 1]) = (start, step);
            Shape shape = value.Shape.With(-1, count);
            return shape.Equals(value.Shape) ? value : node.Emit(new Slice(starts, strides, shape.ToArray()), value);
        }

        Value Combined(BinaryKind kind, Value left, Value right) => node.Emit(new Binary(kind), left, right);

        Value Apart(Value value) => ReshapeImport.Emit(node, value, new Shape(value.Shape.Dimensions.Append(1)));
    }
}
