using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>From reals to u8 codes, in lanes: <c>round_half_even(clamp(value, low, high)) + offset</c>.</summary>
internal readonly struct CodeRounding<L, I, F>
    where L : struct, ILanes<I, F>
    where I : struct
    where F : struct
{
    readonly F low;
    readonly F high;
    readonly I offset;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CodeRounding(float low, float high, int offset)
    {
        this.low = L.Create(low);
        this.high = L.Create(high);
        this.offset = L.Create(offset);
    }

    /// <summary>NaN gives the least code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public I Of(F value) => L.Add(L.Round(L.Min(L.Max(value, low), high)), offset);
}
