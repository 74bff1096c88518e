using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Elements of one tensor or another, as a third one says, with broadcasting.</summary>
public static unsafe class Where
{
    /// <summary>y = condition ? a : b over a loop nest whose X strides are a's, Z strides b's and W strides the condition's.</summary>
    /// <param name="elementSize">1, 2, 4 or 8 bytes.</param>
    public static void Run(bool* condition, void* a, void* b, void* y, int elementSize, in LoopNest loop, int part, int parts)
    {
        switch (elementSize)
        {
            case 1:
                Rows<byte, Lanes1>((byte*)condition, (byte*)a, (byte*)b, (byte*)y, loop, part, parts);
                break;
            case 2:
                Rows<ushort, Lanes1>((byte*)condition, (ushort*)a, (ushort*)b, (ushort*)y, loop, part, parts);
                break;
            case 4 when FloatLanes.Use16:
                Rows<uint, Lanes16>((byte*)condition, (uint*)a, (uint*)b, (uint*)y, loop, part, parts);
                break;
            case 4 when FloatLanes.Use8:
                Rows<uint, Lanes8>((byte*)condition, (uint*)a, (uint*)b, (uint*)y, loop, part, parts);
                break;
            case 4 when FloatLanes.Use4:
                Rows<uint, Lanes4>((byte*)condition, (uint*)a, (uint*)b, (uint*)y, loop, part, parts);
                break;
            case 4:
                Rows<uint, Lanes1>((byte*)condition, (uint*)a, (uint*)b, (uint*)y, loop, part, parts);
                break;
            case 8:
                Rows<ulong, Lanes1>((byte*)condition, (ulong*)a, (ulong*)b, (ulong*)y, loop, part, parts);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(elementSize));
        }
    }

    /// <typeparam name="T">The elements, whose bits alone matter.</typeparam>
    /// <typeparam name="TLanes">Registers of them, of more than one lane when they have the size of a float.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Rows<T, TLanes>(byte* condition, T* a, T* b, T* y, in LoopNest loop, int part, int parts)
        where T : unmanaged, IBinaryInteger<T>
        where TLanes : struct, IFloatLanes<TLanes>
    {
        int inner = loop.Rank - 1;
        var share = new LoopPart(loop, part, parts, 64);
        nint step = loop.W[inner], aStride = loop.X[inner], bStride = loop.Z[inner], yStride = loop.Y[inner];
        bool registers = TLanes.Count > 1 && step == 1 && yStride == 1 && aStride is 0 or 1 && bStride is 0 or 1 && share.Length > 0;
        var cursor = new LoopCursor(loop, share.RowBegin);
        for (int row = share.RowBegin; row < share.RowEnd; row++)
        {
            byte* which = condition + cursor.W + (share.Begin * step);
            T* yes = a + cursor.X + (share.Begin * aStride);
            T* no = b + cursor.Z + (share.Begin * bStride);
            T* to = y + cursor.Y + (share.Begin * yStride);
            int i = registers ? Registers<TLanes>(which, (float*)yes, aStride, (float*)no, bStride, (float*)to, share.Length) : 0;
            for (; i < share.Length; i++)
            {
                // All bits when it is false, none when it is true: a random condition must not be a branch.
                T mask = T.CreateTruncating(which[i * step] != 0 ? 1 : 0) - T.One;
                to[i * yStride] = (yes[i * aStride] & ~mask) | (no[i * bStride] & mask);
            }

            cursor.Next(loop);
        }
    }

    /// <summary>As far as whole registers go; returns the first element that is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Registers<T>(byte* condition, float* a, nint aStride, float* b, nint bStride, float* y, int length)
        where T : struct, IFloatLanes<T>
    {
        T zero = T.Of(0), yes = T.Of(*a), no = T.Of(*b);
        int i = 0;
        for (; i <= length - T.Count; i += T.Count)
        {
            yes = aStride == 0 ? yes : T.Load(a + i);
            no = bStride == 0 ? no : T.Load(b + i);
            T.IfEqual(T.LoadBytes(condition + i), zero, no, yes).Store(y + i);
        }

        return i;
    }
}
