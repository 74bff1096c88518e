using System.Linq;

namespace Octavo.Compiler.Reference;

/// <summary>Sums in the order of ascending k. Where element [row, k] of a and [k, column] of b lie is given by strides.</summary>
/// <param name="aMatrices">Where the matrix of a for each batch item of the output starts.</param>
/// <param name="bMatrices">Likewise for b.</param>
internal sealed class MatrixProduct(
    (int M, int N, int K) size, int[] aMatrices, (int Row, int K) aStrides, int[] bMatrices, (int K, int Column) bStrides) : IProduct
{
    public static TensorData Evaluate(MatMul op, Operand a, Operand b, Operand? bias, Operand? residual, TensorType y)
    {
        Shape a2 = a.Shape.Rank == 1 ? new Shape(1, a.Shape[0]) : a.Shape;
        Shape b2 = b.Shape.Rank == 1 ? new Shape(b.Shape[0], 1) : b.Shape;
        (int m, int n, int k) = (a2[-2], b2[-1], a2[-1]);
        Shape aBatch = Leading(a2), bBatch = Leading(b2);
        Shape batch = Shape.Broadcast(aBatch, bBatch)!;
        var product = new MatrixProduct(
            (m, n, k),
            [.. AxisMap.Broadcast(aBatch, batch).Select(i => i * m * k)], (k, 1),
            [.. AxisMap.Broadcast(bBatch, batch).Select(i => i * k * n)], (n, 1));
        return new ProductEvaluation(product, a, b, y)
        {
            WeightAxis = b.Shape.Rank == 1 ? null : b.Shape.Rank - 1,
            ChannelOf = i => i % n,
            Bias = bias is null ? null : new ProductBias(bias, i => i % bias.Data.Length),
            Clamp = op.Clamp,
            Activation = op.Activation,
            Residual = op.Residual,
            ResidualOperand = residual,
        }.Evaluate();
    }

    public static TensorData Evaluate(Gemm op, Operand a, Operand b, Operand? c, TensorType y)
    {
        (int m, int n, int k) = (y.Shape[0], y.Shape[1], a.Shape[op.TransA ? 0 : 1]);
        var product = new MatrixProduct((m, n, k), [0], op.TransA ? (1, m) : (k, 1), [0], op.TransB ? (1, k) : (n, 1));
        int[]? positions = c is null ? null : AxisMap.Broadcast(c.Shape, y.Shape);
        return new ProductEvaluation(product, a, b, y)
        {
            WeightAxis = op.TransB ? 0 : 1,
            ChannelOf = i => i % n,
            Bias = c is null ? null : new ProductBias(c, i => positions![i], op.Beta),
            Alpha = op.Alpha,
        }.Evaluate();
    }

    public void AddTo<T, TStep>(T[] sums, T[] a, T[] b)
        where TStep : struct, IMultiplyAdd<T>
    {
        TStep arithmetic = default;
        int y = 0;
        for (int item = 0; item < aMatrices.Length; item++)
        {
            for (int row = 0; row < size.M; row++)
            {
                for (int column = 0; column < size.N; column++, y++)
                {
                    T sum = sums[y];
                    int aAt = aMatrices[item] + (row * aStrides.Row);
                    int bAt = bMatrices[item] + (column * bStrides.Column);
                    for (int k = 0; k < size.K; k++)
                    {
                        sum = arithmetic.Step(a[aAt], b[bAt], sum);
                        aAt += aStrides.K;
                        bAt += bStrides.K;
                    }

                    sums[y] = sum;
                }
            }
        }
    }

    private static Shape Leading(Shape shape) => new(shape.Dimensions.Take(shape.Rank - 2));
}
