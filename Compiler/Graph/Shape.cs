using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Octavo.Compiler;

/// <summary>The static dimensions of a tensor, outermost first. Immutable, compared by value. A scalar has rank 0.</summary>
public sealed class Shape : IEquatable<Shape>
{
    private readonly int[] _dimensions;

    public Shape(params int[] dimensions)
    {
        foreach (int dimension in dimensions)
        {
            if (dimension < 0)
            {
                throw new ArgumentException($"The shape [{string.Join(",", dimensions)}] has a negative dimension.", nameof(dimensions));
            }
        }

        _dimensions = (int[])dimensions.Clone();
    }

    public Shape(IEnumerable<int> dimensions)
        : this(dimensions.ToArray())
    {
    }

    public static Shape Scalar { get; } = new();

    public int Rank => _dimensions.Length;

    public IReadOnlyList<int> Dimensions => _dimensions;

    /// <summary>The dimension of an axis; negative axes count from the end.</summary>
    public int this[int axis] => _dimensions[axis < 0 ? axis + Rank : axis];

    /// <summary>The number of elements; 1 for a scalar.</summary>
    public long Length => Product(0, Rank);

    /// <summary>The product of the dimensions from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    public long Product(int start, int end)
    {
        long product = 1;
        for (int axis = start; axis < end; axis++)
        {
            product = checked(product * _dimensions[axis]);
        }

        return product;
    }

    /// <summary>Row-major strides, in elements.</summary>
    public int[] Strides()
    {
        int[] strides = new int[Rank];
        int stride = 1;
        for (int axis = Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride = checked(stride * _dimensions[axis]);
        }

        return strides;
    }

    /// <summary>The same shape with one dimension replaced.</summary>
    public Shape With(int axis, int dimension)
    {
        int[] dimensions = ToArray();
        dimensions[axis < 0 ? axis + Rank : axis] = dimension;
        return new Shape(dimensions);
    }

    public int[] ToArray() => (int[])_dimensions.Clone();

    /// <summary>Numpy broadcasting of two shapes, or null when they do not broadcast.</summary>
    public static Shape? Broadcast(Shape a, Shape b)
    {
        int rank = Math.Max(a.Rank, b.Rank);
        int[] result = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            int da = i < rank - a.Rank ? 1 : a._dimensions[i - (rank - a.Rank)];
            int db = i < rank - b.Rank ? 1 : b._dimensions[i - (rank - b.Rank)];
            if (da != db && da != 1 && db != 1)
            {
                return null;
            }

            result[i] = da == 1 ? db : da;
        }

        return new Shape(result);
    }

    public bool Equals(Shape? other) => other is not null && _dimensions.AsSpan().SequenceEqual(other._dimensions);

    public override bool Equals(object? obj) => Equals(obj as Shape);

    public override int GetHashCode()
    {
        int hash = 17;
        foreach (int dimension in _dimensions)
        {
            hash = unchecked((hash * 31) + dimension);
        }

        return hash;
    }

    public override string ToString() =>
        "[" + string.Join(",", _dimensions.Select(d => d.ToString(CultureInfo.InvariantCulture))) + "]";
}
