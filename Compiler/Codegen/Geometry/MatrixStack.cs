using System.Linq;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Geometry;

/// <summary>Matrices side by side in one tensor, the last two axes of which are theirs; a vector counts as a matrix of one column.</summary>
internal sealed class MatrixStack
{
    private readonly int _stride;
    private readonly long? _offsets;

    public MatrixStack(View view, PlanContext context)
    {
        int rank = view.Shape.Rank;
        RowStride = view.Strides[System.Math.Max(rank - 2, 0)];
        ColumnStride = rank < 2 ? 1 : view.Strides[rank - 1];
        int[] axes = Enumerable.Range(0, System.Math.Max(rank - 2, 0)).Where(axis => view.Shape[axis] != 1).ToArray();
        _stride = axes.Length == 0 ? 0 : view.Strides[axes[axes.Length - 1]];
        if (axes.Zip(axes.Skip(1), (outer, inner) => view.Strides[outer] == view.Strides[inner] * view.Shape[inner]).Contains(false))
        {
            _offsets = context.Weights.Add(Offsets(view, axes));
        }
    }

    /// <summary>From an element of a matrix to the one below it.</summary>
    public int RowStride { get; }

    /// <summary>From an element of a matrix to the one beside it.</summary>
    public int ColumnStride { get; }

    /// <summary>C# for where a matrix begins: the distance from the first one, in elements.</summary>
    /// <param name="index">C# for the number of the matrix, in row-major order of the leading axes.</param>
    public string Offset(string index) => _offsets is { } table ? $"((int*)(weights + {Literal.Int(table)}))[{index}]" : $"({index} * {Literal.Int(_stride)})";

    private static int[] Offsets(View view, int[] axes) =>
        axes.Aggregate((int[])[0], (offsets, axis) => [.. offsets.SelectMany(o => Enumerable.Range(0, view.Shape[axis]).Select(i => o + (i * view.Strides[axis])))]);
}
