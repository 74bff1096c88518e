namespace Octavo.Compiler.Import.Tensors;

/// <summary>Numpy broadcasting of constants.</summary>
internal static class Broadcasting
{
    /// <summary>For every element of a shape, in row-major order, the index of the element of the narrower shape that stands there.</summary>
    public static int[] Indices(Shape from, Shape to)
    {
        int[] strides = from.Strides();
        int[] result = new int[checked((int)to.Length)];
        int lead = to.Rank - from.Rank;
        for (int i = 0; i < result.Length; i++)
        {
            int rest = i;
            for (int axis = to.Rank - 1; axis >= 0; axis--)
            {
                int index = rest % to[axis];
                rest /= to[axis];
                if (axis >= lead && from[axis - lead] != 1)
                {
                    result[i] += index * strides[axis - lead];
                }
            }
        }

        return result;
    }

    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Shape Common(Shape a, Shape b) => Shape.Broadcast(a, b) ?? throw new ShapeException($"{a} and {b} do not broadcast");
}
