using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>Walks over the outer dimensions of a loop nest. Elements, not rows, are divided among the parts.</summary>
internal static unsafe class LoopDriver
{
    public static void Run<TLoop>(InstructionSet set, in LoopNest nest, in TLoop loop, int part, int parts)
        where TLoop : struct, ILoop
    {
        switch (set)
        {
            case InstructionSet.Avx512BW:
            case InstructionSet.AvxVnni when Avx512BW.VL.IsSupported:
                Walk<TLoop, Avx512Lanes, Vector512<int>, Vector512<float>>(nest, loop, part, parts);
                break;
            case InstructionSet.Avx2:
            case InstructionSet.AvxVnni:
                Walk<TLoop, Avx2Lanes, Vector256<int>, Vector256<float>>(nest, loop, part, parts);
                break;
            case InstructionSet.Vector128:
                Walk<TLoop, Vector128Lanes, Vector128<int>, Vector128<float>>(nest, loop, part, parts);
                break;
            case InstructionSet.AdvSimd:
            case InstructionSet.ArmDp:
                Walk<TLoop, AdvSimdLanes, Vector128<int>, Vector128<float>>(nest, loop, part, parts);
                break;
            default:
                Walk<TLoop, ScalarLanes, int, float>(nest, loop, part, parts);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Walk<TLoop, L, I, F>(in LoopNest nest, in TLoop loop, int part, int parts)
        where TLoop : struct, ILoop
        where L : struct, ILanes<I, F>
        where I : struct
        where F : struct
    {
        int inner = nest.Rank - 1;
        long elements = 1;
        for (int dimension = 0; dimension <= inner; dimension++)
        {
            elements *= nest.Extent[dimension];
        }

        (long position, long end) = Share.Of(elements, part, parts);
        if (position >= end)
        {
            return;
        }

        int* index = stackalloc int[8];
        nint x = 0;
        nint z = 0;
        nint y = 0;
        long rest = position;
        for (int dimension = inner; dimension >= 0; dimension--)
        {
            index[dimension] = (int)(rest % nest.Extent[dimension]);
            rest /= nest.Extent[dimension];
            x += (nint)index[dimension] * nest.X[dimension];
            z += (nint)index[dimension] * nest.Z[dimension];
            y += (nint)index[dimension] * nest.Y[dimension];
        }

        while (true)
        {
            int first = index[inner];
            int count = (int)Math.Min(nest.Extent[inner] - first, end - position);
            loop.Run<L, I, F>(x, z, y, first, count);
            position += count;
            if (position >= end)
            {
                return;
            }

            // Back to the start of the row, then on to the next one.
            x -= (nint)first * nest.X[inner];
            z -= (nint)first * nest.Z[inner];
            y -= (nint)first * nest.Y[inner];
            index[inner] = 0;
            for (int dimension = inner - 1; dimension >= 0; dimension--)
            {
                x += nest.X[dimension];
                z += nest.Z[dimension];
                y += nest.Y[dimension];
                if (++index[dimension] < nest.Extent[dimension])
                {
                    break;
                }

                x -= (nint)nest.Extent[dimension] * nest.X[dimension];
                z -= (nint)nest.Extent[dimension] * nest.Z[dimension];
                y -= (nint)nest.Extent[dimension] * nest.Y[dimension];
                index[dimension] = 0;
            }
        }
    }
}
