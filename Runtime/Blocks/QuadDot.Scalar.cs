using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>The definition of the others' results.</summary>
internal readonly struct ScalarDot : IQuadDot<int>
{
    public static bool Signed => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Low(int codes) => codes & 0x0F0F0F0F;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int High(int codes) => (codes >>> 4) & 0x0F0F0F0F;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AddBytes(int sum, int codes, int activations) =>
        sum + ((byte)codes * (sbyte)activations) + ((byte)(codes >> 8) * (sbyte)(activations >> 8)) + ((byte)(codes >> 16) * (sbyte)(activations >> 16)) + ((codes >>> 24) * (activations >> 24));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AddHalves(int sum, int codes, int activations) => AddBytes(sum, codes, activations);
}
