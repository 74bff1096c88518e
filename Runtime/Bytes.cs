using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Short copies that touch nothing beyond their range.</summary>
internal static unsafe class Bytes
{
    /// <summary>Copies fewer than 64 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(byte* to, byte* from, int count)
    {
        for (; count >= 8; count -= 8, to += 8, from += 8)
        {
            *(long*)to = *(long*)from;
        }

        if ((count & 4) != 0)
        {
            *(int*)to = *(int*)from;
            to += 4;
            from += 4;
        }

        if ((count & 2) != 0)
        {
            *(short*)to = *(short*)from;
            to += 2;
            from += 2;
        }

        if ((count & 1) != 0)
        {
            *to = *from;
        }
    }
}
