using System;
using System.Linq;

namespace Octavo.Compiler.Passes.Algebra;

/// <summary>Permutations of axes, written as <see cref="Transpose"/> writes them: output axis i is input axis p[i].</summary>
internal static class Permutations
{
    /// <summary>[N,C,…] to [N,…,C].</summary>
    public static int[] ToChannelsLast(int rank) => Enumerable.Range(0, rank).Select(i => i == 0 ? 0 : i == rank - 1 ? 1 : i + 1).ToArray();

    /// <summary>[N,…,C] to [N,C,…].</summary>
    public static int[] ToChannelsFirst(int rank) => Inverse(ToChannelsLast(rank));

    public static bool IsToChannelsFirst(int[] permutation) =>
        permutation.Length > 2 && permutation.SequenceEqual(ToChannelsFirst(permutation.Length));

    public static bool IsIdentity(int[] permutation) => permutation.SequenceEqual(Enumerable.Range(0, permutation.Length));

    public static int[] Inverse(int[] permutation)
    {
        int[] inverse = new int[permutation.Length];
        for (int i = 0; i < permutation.Length; i++)
        {
            inverse[permutation[i]] = i;
        }

        return inverse;
    }

    /// <summary>The permutation that applies <paramref name="first"/>, then <paramref name="second"/>.</summary>
    public static int[] Compose(int[] first, int[] second) => Array.ConvertAll(second, i => first[i]);

    /// <summary>One entry per axis, in the order that a transpose gives the axes.</summary>
    public static T[] Apply<T>(T[] perAxis, int[] permutation) => Array.ConvertAll(permutation, i => perAxis[i]);

    public static Shape Apply(Shape shape, int[] permutation) => new(Apply(shape.ToArray(), permutation));

    /// <summary>The type of a transposed tensor; a per-channel quantization follows its axis.</summary>
    public static TensorType Apply(TensorType type, int[] permutation) => type with
    {
        Shape = Apply(type.Shape, permutation),
        Quantization = type.Quantization is { IsPerTensor: false } q ? q.WithAxis(Array.IndexOf(permutation, q.Axis)) : type.Quantization,
    };
}
