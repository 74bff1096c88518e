namespace Octavo.Compiler.Reference;

/// <summary>
/// A sum of products per output element, over two operands: the core that Conv, MatMul and Gemm share with every arithmetic.
/// </summary>
internal interface IProduct
{
    /// <summary>Adds the products onto <paramref name="sums"/>, one per output element, in the operator's order.</summary>
    void AddTo<T, TStep>(T[] sums, T[] x, T[] w)
        where TStep : struct, IMultiplyAdd<T>;
}
