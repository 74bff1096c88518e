using System.Numerics;

namespace Octavo.Runtime;

/// <summary>Matrix products of doubles and integers, which models compute little with; each sum ascends in k, and integers wrap.</summary>
public static unsafe class NumberProduct
{
    /// <param name="a">Matrices of rows × length; matrix i of the result takes the one at index <c>leftIndices[i]</c>.</param>
    /// <param name="b">Matrices of length × columns; matrix i of the result takes number <c>rightIndices[i]</c>.</param>
    /// <param name="bias">A number per column that is added to the sums, or null.</param>
    public static void Run<T>(T* a, T* b, T* bias, T* y, int* leftIndices, int* rightIndices, int matrices, int rows, int length, int columns, int part, int parts)
        where T : unmanaged, INumberBase<T>
    {
        (int begin, int end) = Partition.Of(checked(matrices * rows), part, parts);
        for (int row = begin; row < end; row++)
        {
            int matrix = row / rows;
            T* left = a + ((((nint)leftIndices[matrix] * rows) + (row % rows)) * length);
            T* right = b + ((nint)rightIndices[matrix] * length * columns);
            T* to = y + ((nint)row * columns);
            for (int column = 0; column < columns; column++)
            {
                to[column] = T.Zero;
            }

            for (int k = 0; k < length; k++)
            {
                T factor = left[k];
                for (int column = 0; column < columns; column++)
                {
                    to[column] = unchecked(to[column] + (factor * right[column]));
                }

                right += columns;
            }

            for (int column = 0; bias != null && column < columns; column++)
            {
                to[column] = unchecked(to[column] + bias[column]);
            }
        }
    }
}
