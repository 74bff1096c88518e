using System.Runtime.Intrinsics;

namespace Octavo.Runtime;

/// <summary>Adds sums of four u8 × s8 products to int32 lanes, wrapping.</summary>
internal interface IQuadProduct
{
    static abstract Vector256<int> Accumulate(Vector256<int> sum, Vector256<byte> activations, Vector256<sbyte> weights);
}
