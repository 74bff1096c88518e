using System;
using Octavo.Runtime;

namespace Octavo.Generator.Tests.ArmCheck;

/// <summary>A random copy in another order of axes, cast, flip of signs or packing. These kernels choose their instructions themselves, so that only the processors differ.</summary>
internal static unsafe class MovementCase
{
    public static ulong Run(Random random, Scratch scratch) => random.Between(0, 5) switch
    {
        0 or 1 => Permutation(random, scratch),
        2 => Flip(random, scratch),
        3 => CastTo<int>(random, scratch),
        4 => random.OneIn(2) ? CastTo<byte>(random, scratch) : CastTo<sbyte>(random, scratch),
        _ => Packing(random, scratch),
    };

    static ulong Permutation(Random random, Scratch scratch)
    {
        int size = 1 << random.Between(0, 3);
        Span<int> extent = [random.Between(1, 4), random.Between(1, 50), random.Between(1, 50)];
        int first = random.Between(0, 2), second = (first + random.Between(1, 2)) % 3;
        ReadOnlySpan<int> axes = [first, second, 3 - first - second];
        Span<int> x = stackalloc int[3], y = stackalloc int[3];
        int xLength = 1, yLength = 1;
        for (int axis = 2; axis >= 0; axis--)
        {
            (x[axes[axis]], y[axis]) = (xLength, yLength);
            xLength *= extent[axes[axis]];
            yLength *= extent[axis];
        }

        byte* from = Buffers.Codes(ref random, ref scratch, xLength * size);
        byte* to = Buffers.Output(ref scratch, yLength * size);
        int parts = random.Between(1, 3);
        for (int part = 0; part < parts; part++)
        {
            Copy.Run(from, to, size, new LoopNest(extent, x, y), part, parts);
        }

        return Buffers.DigestOf(to, yLength * size);
    }

    static ulong Flip(Random random, Scratch scratch)
    {
        int length = random.Between(1, 300);
        byte* x = Buffers.Codes(ref random, ref scratch, length);
        byte* y = Buffers.Output(ref scratch, length);
        FlipSign.Run(x, y, length, 0, 1);
        return Buffers.DigestOf(y, length);
    }

    static ulong CastTo<T>(Random random, Scratch scratch)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        int length = random.Between(1, 100);
        float* x = Buffers.Floats(ref random, ref scratch, length, random.OneIn(2) ? 400 : 1e10f);
        x[random.Between(0, length - 1)] = float.NaN;
        T* y = (T*)Buffers.Output(ref scratch, length * sizeof(T));
        Casts.Run(x, y, length, 0, 1);
        return Buffers.DigestOf((byte*)y, length * sizeof(T));
    }

    static ulong Packing(Random random, Scratch scratch)
    {
        int k = random.Between(1, 60), n = random.Between(1, 60);
        bool transposed = random.OneIn(2);
        int padded = (n + 15) & -16;
        int panelBytes = padded * ((k + 3) & -4);
        byte* b = Buffers.Codes(ref random, ref scratch, k * n);
        byte* panels = Buffers.Output(ref scratch, panelBytes);
        byte* arrays = Buffers.Output(ref scratch, 4 * padded * sizeof(int));
        int* sums = (int*)arrays;
        PackedProduct.Pack(b, (sbyte*)panels, sums, k, n, transposed ? 1 : n, transposed ? k : 1);
        PackedProduct.Bias(sums + padded, sums + 2 * padded, sums + 3 * padded, sums, random.Between(0, 255), random.Between(0, 255), k, n);
        return Buffers.DigestOf(panels, panelBytes) ^ Buffers.DigestOf(arrays, 4 * padded * sizeof(int));
    }
}
