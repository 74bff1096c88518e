using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>One code.</summary>
internal readonly unsafe struct ScalarBytes : IByteLanes<byte>
{
    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Load(byte* address) => *address;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* address, byte value) => *address = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Max(byte left, byte right) => left > right ? left : right;
}
