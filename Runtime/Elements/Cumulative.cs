using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Running totals along the middle axis of a row-major tensor <c>[outer][length][inner]</c>: <c>Cumulative.Run&lt;float, ElementReduce.Sum&lt;float&gt;&gt;(…)</c>.</summary>
public static unsafe class Cumulative
{
    /// <summary>The total of the elements up to each one, one after the other.</summary>
    /// <param name="exclusive">Leaves out the element itself.</param>
    /// <param name="reverse">Starts at the end.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, TOperator>(T* x, T* y, int outer, int length, int inner, bool exclusive, bool reverse, int part, int parts)
        where T : unmanaged
        where TOperator : struct, IElementReduction<T>
    {
        (int begin, int end) = Partition.Of(checked(outer * inner), part, parts, 64);
        nint step = reverse ? -inner : inner;
        for (int i = begin; i < end; i++)
        {
            nint at = ((nint)(i / inner) * length * inner) + (i % inner) + (reverse ? (nint)(length - 1) * inner : 0);
            T total = TOperator.Start;
            for (int k = 0; k < length; k++)
            {
                T sum = TOperator.Add(total, x[at]);
                y[at] = exclusive ? total : sum;
                total = sum;
                at += step;
            }
        }
    }
}
