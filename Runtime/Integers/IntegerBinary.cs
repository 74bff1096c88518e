using System.Numerics;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>
/// Functions of two integer tensors with broadcasting, which is what models compute shapes and indices with. The operators are nested types:
/// <c>IntegerBinary.Run&lt;long, IntegerBinary.Add&gt;(…)</c>.
/// </summary>
public static unsafe partial class IntegerBinary
{
    /// <summary>y = f(a, b) over a loop nest whose X strides are a's and Z strides b's; y may be a or b when it has their strides.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T, TOperator>(T* a, T* b, T* y, in LoopNest loop, int part, int parts)
        where T : unmanaged, IBinaryInteger<T>
        where TOperator : struct, IIntegerBinary
    {
        int inner = loop.Rank - 1;
        var share = new LoopPart(loop, part, parts, 64);
        nint aStride = loop.X[inner], bStride = loop.Z[inner], yStride = loop.Y[inner];
        var cursor = new LoopCursor(loop, share.RowBegin);
        for (int row = share.RowBegin; row < share.RowEnd; row++)
        {
            T* left = a + cursor.X + (share.Begin * aStride);
            T* right = b + cursor.Z + (share.Begin * bStride);
            T* to = y + cursor.Y + (share.Begin * yStride);
            for (int i = share.Length; i > 0; i--)
            {
                *to = TOperator.Invoke(*left, *right);
                left += aStride;
                right += bStride;
                to += yStride;
            }

            cursor.Next(loop);
        }
    }
}
