using System;
using System.Numerics;

namespace Octavo.Runtime;

/// <summary>Determinants of square matrices by elimination in double precision, with the greatest element of each column as its pivot.</summary>
public static unsafe class Determinant
{
    /// <param name="x">Matrices of n×n elements.</param>
    /// <param name="scratch">As many doubles as x has elements.</param>
    public static void Run<T>(T* x, T* y, double* scratch, int matrices, int n, int part, int parts)
        where T : unmanaged, INumberBase<T>
    {
        (int begin, int end) = Partition.Of(matrices, part, parts);
        for (int matrix = begin; matrix < end; matrix++)
        {
            T* from = x + ((nint)matrix * n * n);
            double* a = scratch + ((nint)matrix * n * n);
            for (int i = 0; i < n * n; i++)
            {
                a[i] = double.CreateTruncating(from[i]);
            }

            y[matrix] = T.CreateTruncating(Of(a, n));
        }
    }

    private static double Of(double* a, int n)
    {
        double product = 1;
        for (int column = 0; column < n; column++)
        {
            int pivot = column;
            for (int row = column + 1; row < n; row++)
            {
                pivot = Math.Abs(a[(row * n) + column]) > Math.Abs(a[(pivot * n) + column]) ? row : pivot;
            }

            double divisor = a[(pivot * n) + column];
            if (pivot != column)
            {
                product = -product;
                for (int k = column; k < n; k++)
                {
                    (a[(column * n) + k], a[(pivot * n) + k]) = (a[(pivot * n) + k], a[(column * n) + k]);
                }
            }

            product *= divisor;
            for (int row = column + 1; row < n && divisor != 0; row++)
            {
                double factor = a[(row * n) + column] / divisor;
                for (int k = column + 1; k < n; k++)
                {
                    a[(row * n) + k] -= factor * a[(column * n) + k];
                }
            }
        }

        return product;
    }
}
