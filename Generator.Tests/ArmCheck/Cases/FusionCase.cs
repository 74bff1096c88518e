using System;
using System.Runtime.CompilerServices;
using Octavo.Runtime;

namespace Octavo.Generator.Tests.ArmCheck;

/// <summary>A random walk over codes of 8 and 16 bits and floats with fused operators: lanes of 128 bits against one lane.</summary>
internal static unsafe class FusionCase
{
    public static ulong Run(InstructionSet set, Random random, Scratch scratch) =>
        set == InstructionSet.Scalar ? Run<Lanes1>(random, scratch) : Run<Lanes4>(random, scratch);

    static ulong Run<T>(Random random, Scratch scratch)
        where T : struct, IFloatLanes<T>
    {
        bool bytes = random.OneIn(2);
        var nest = new Nest(ref random, broadcast: true);
        byte* floats = (byte*)Buffers.Floats(ref random, ref scratch, nest.X, 300);
        byte* codes = Buffers.Codes(ref random, ref scratch, nest.Z * (bytes ? 1 : 2));
        byte* y = Buffers.Output(ref scratch, nest.Y * (bytes ? 1 : 2));
        byte** x = stackalloc byte*[2] { floats, codes };
        FusionNest walk = Walk(nest.Loop, bytes ? 1 : 2);
        int parts = random.Between(1, 3);
        for (int part = 0; part < parts; part++)
        {
            if (bytes)
            {
                Fusion.Run<Bytes, T>(x, y, walk, part, parts);
            }
            else
            {
                Fusion.Run<Shorts, T>(x, y, walk, part, parts);
            }
        }

        return Buffers.DigestOf(y, nest.Y * (bytes ? 1 : 2));
    }

    static FusionNest Walk(LoopNest loop, int size)
    {
        Span<int> strides = stackalloc int[3 * loop.Rank];
        for (int dimension = 0; dimension < loop.Rank; dimension++)
        {
            strides[dimension] = loop.X[dimension];
            strides[loop.Rank + dimension] = loop.Z[dimension];
            strides[(2 * loop.Rank) + dimension] = loop.Y[dimension];
        }

        return new FusionNest(new ReadOnlySpan<int>(loop.Extent, loop.Rank), [sizeof(float), size, size], strides);
    }

    readonly struct Bytes : IFusion
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Invoke<T>(byte** x, byte* y)
            where T : struct, IFloatLanes<T>
        {
            T real = (T.LoadBytes(x[1]) - T.Of(77)) * T.Of(0.37f);
            (Fusion.Round((T.Load((float*)x[0]) - real) / T.Of(1.3f), T.Of(-100), T.Of(155)) + T.Of(100)).StoreBytes(y);
        }
    }

    readonly struct Shorts : IFusion
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Invoke<T>(byte** x, byte* y)
            where T : struct, IFloatLanes<T>
        {
            T sum = T.LoadUShorts((ushort*)x[1]) + T.LoadShorts((short*)x[1]);
            Fusion.Round((sum * T.Load((float*)x[0])) / T.Of(70), T.Of(-32768), T.Of(32767)).StoreShorts((ushort*)y);
        }
    }
}
